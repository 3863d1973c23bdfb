package org.relaywitness.web;

/** Exceptions as they may be logged: without their messages, which can hold what was looked up. */
final class Faults {
  private static final int FRAMES = 12;

  private Faults() {}

  /** The classes of an exception and its causes, each with the innermost places of its stack. */
  static String describe(Throwable fault) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      text.append(text.length() == 0 ? "" : "\n  caused by ").append(cause.getClass().getName());
      StackTraceElement[] frames = cause.getStackTrace();
      for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
        text.append("\n    at ").append(frames[i]);
      }
    }
    return text.toString();
  }
}
