package org.relaywitness.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;

/**
 * A relay that every sample shows at the same addresses and the same hours, and the questions whose
 * answers it shows. Hours count from the start of the sample; a sample that is shorter shows less.
 * Seeds and sizes of samples change nothing of it.
 *
 * <p>The examples hold in a sample of at least five days without a gap before hour 86, the bundled
 * demo for one: there every question has complete records around it.
 *
 * @param shows what it is there to show, in one sentence
 * @param phases when it is listed, and how; in order of time, with nothing between them where it is
 *     not listed
 * @param scanned whether the exit scanner reaches it
 * @param exitAddress where its traffic leaves; {@code null}: from its OR address
 */
public record SampleCast(
    String nickname,
    String shows,
    List<Phase> phases,
    boolean scanned,
    @Nullable String exitAddress,
    List<Example> examples) {

  /**
   * How a relay is listed from one hour up to another, that one not included.
   *
   * @param ipv6 the address of its {@code a} line; {@code null}: it has none
   * @param policy {@code null}: its entries have no {@code p} line
   */
  public record Phase(
      int from,
      int to,
      String address,
      int orPort,
      @Nullable String ipv6,
      boolean exit,
      boolean badExit,
      @Nullable String policy) {}

  /**
   * A question and its verdict.
   *
   * @param hour the question is about half past this hour since the start
   * @param port the port asked; {@code null}: none
   * @param verdict the verdict's word, as in JSON
   * @param inForce whether a consensus in force decides; {@code null}: no relay decides
   */
  public record Example(
      String address, int hour, @Nullable Integer port, String verdict, @Nullable Boolean inForce) {

    /** The instant asked, in a sample that starts at this one. */
    public Instant at(Instant start) {
      return start.plusSeconds(3600L * hour + 1800);
    }
  }

  public SampleCast {
    phases = List.copyOf(phases);
    examples = List.copyOf(examples);
  }

  /** Its fingerprint, the same in every sample. */
  public Fingerprint fingerprint() {
    return Fingerprint.ofBytes(
        Digests.sha1().digest(("sample cast " + nickname).getBytes(StandardCharsets.US_ASCII)));
  }

  /** How it is listed in this hour since the start; {@code null}: not at all. */
  @Nullable Phase findPhase(int hour) {
    for (Phase phase : phases) {
      if (hour >= phase.from() && hour < phase.to()) {
        return phase;
      }
    }
    return null;
  }

  /** All of them. */
  public static List<SampleCast> all() {
    return CastList.ALL;
  }

  /** Questions about addresses that no relay of any sample has. */
  public static List<Example> strangers() {
    return CastList.STRANGERS;
  }
}
