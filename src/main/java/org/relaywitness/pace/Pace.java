package org.relaywitness.pace;

/**
 * Work that goes on for milliseconds offers its processor in between. Of itself Linux can leave a
 * thread that has just woken up waiting until the next tick, up to 4 ms away, whatever the
 * priorities; a question that wakes up several times while it is answered would feel that.
 */
public final class Pace {
  private Pace() {}

  /**
   * Lets others have the processor first; returns at once where nobody waits for it, in less than a
   * microsecond. Meant for every few tenths of a millisecond of work.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing but how soon others get their turn rests on it
  public static void offerProcessor() {
    Thread.yield();
  }
}
