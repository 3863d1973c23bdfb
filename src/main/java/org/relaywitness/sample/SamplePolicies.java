package org.relaywitness.sample;

import java.util.List;
import org.relaywitness.directory.ExitPolicySummary;

/** Exit policy summaries as the real network has them, and how often. */
final class SamplePolicies {
  /** No port at all: two relays of three. */
  static final String NONE = "reject 1-65535";

  /** The web only. */
  static final String WEB = "accept 80,443";

  /** Tor's reduced exit policy. */
  static final String REDUCED =
      "accept 20-23,43,53,79-81,88,110,143,194,220,389,443,464-465,531,543-544,554,563,587,636,706,"
          + "749,853,873,902-904,981,989-995,1194,1220,1293,1500,1533,1677,1723,1755,1863,"
          + "2082-2083,2086-2087,2095-2096,2102-2104,3128,3389,3690,4321,4643,5050,5190,5222-5223,"
          + "5228,5900,6660-6669,6679,6697,8000,8008,8074,8080,8082,8087-8088,8232-8233,8332-8333,"
          + "8443,8888,9418,9999-10000,11371,19294,19638,50002,64738";

  /** Everything but mail. */
  static final String NO_MAIL = "reject 25";

  /** IRC only: allows some port, yet such a relay has no Exit flag. */
  static final String IRC = "accept 6660-6667,6697";

  private static final List<String> EXITS =
      List.of(
          REDUCED,
          "accept 20-21,43,53,79-81,194,220,389,443,531,543-544,554,563,636,706,853,873,902-904,981,"
              + "989-995,1194,1220,1293,1500,1533,1677,1723,1755,1863,2082-2083,2086-2087,"
              + "2095-2096,2102-2104,3128,3690,4321,4643,5050,5190,5222-5223,5228,5900,6679,8000,"
              + "8008,8074,8080,8082,8087-8088,8332-8333,8443,8888,9418,9999-10000,11371,19294,"
              + "19638,50002,64738",
          WEB,
          "accept 20-21,80,443,853,873,989-990,1194,2086,3690,5222,5269,8008,8080,8082,8232-8233,"
              + "8332-8333,8443,9418,11371,19294,50002,64738",
          "accept 43,53,80,110,143,194,220,443,873,991,993-995,1194,1293,3690,4321,5222-5223,5228,"
              + "6660-6669,6679,6697,9418,11371,64738",
          "reject 22,25",
          "accept 53,80,443",
          NO_MAIL,
          "accept 1-65535",
          "reject 25,119,135-139,445,563,1214,4661-4666,6346-6429,6699,6881-6999",
          "accept 80,443,8080,8443",
          "reject 22,25,465,587",
          IRC,
          "accept 53");
  private static final int[] WEIGHTS = {15, 22, 20, 18, 17, 16, 9, 9, 6, 4, 2, 2, 1, 1};

  private SamplePolicies() {}

  /** The policy of some exit relay. */
  static String exit(SampleRandom random) {
    return EXITS.get(random.pick(WEIGHTS));
  }

  /** Whether authorities would give the Exit flag: it takes both web ports. */
  static boolean earnsExitFlag(String policy) {
    ExitPolicySummary summary = ExitPolicySummary.find(policy);
    return summary != null && summary.allows(80) && summary.allows(443);
  }
}
