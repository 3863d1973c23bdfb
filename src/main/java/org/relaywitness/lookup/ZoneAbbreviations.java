package org.relaywitness.lookup;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The abbreviations of time zones that people and logs write, and what each may stand for. None is
 * ever taken for a zone: many stand for several times, and the others are often written all year
 * round by people whose clocks show another time in summer.
 */
public final class ZoneAbbreviations {
  private static final Map<String, List<ZoneOffset>> MEANINGS = meanings();

  private ZoneAbbreviations() {}

  private static Map<String, List<ZoneOffset>> meanings() {
    Map<String, List<ZoneOffset>> meanings = new HashMap<>();
    for (String line :
        """
        ACDT +10:30; ACST +09:30; ADT -03:00; AEDT +11:00; AEST +10:00; AKDT -08:00; AKST -09:00
        AMT -04:00 +04:00; ART -03:00; AST -04:00 +03:00; AWST +08:00; AZT +04:00; BRT -03:00
        BRST -02:00; BST +01:00 +06:00; CAT +02:00; CDT -05:00 -04:00; CEST +02:00; CET +01:00 +02:00
        CLST -03:00; CLT -04:00; COT -05:00; CST -06:00 +08:00 -05:00; EAT +03:00; EDT -04:00
        EEST +03:00; EET +02:00 +03:00; EST -05:00 -04:00 +10:00; GST +04:00; HKT +08:00; HST -10:00
        ICT +07:00; IDT +03:00; IRST +03:30; IST +05:30 +01:00 +02:00; JST +09:00; KST +09:00
        MDT -06:00; MESZ +02:00; MEZ +01:00 +02:00; MSD +04:00; MSK +03:00 +04:00
        MST -07:00 -06:00 +08:00; MYT +08:00; NDT -02:30; NPT +05:45; NST -03:30; NZDT +13:00
        NZST +12:00; PDT -07:00; PET -05:00; PHT +08:00; PKT +05:00; PST -08:00 -07:00 +08:00
        PT -08:00 -07:00; ET -05:00 -04:00; CT -06:00 -05:00; MT -07:00 -06:00
        SAST +02:00; SGT +08:00; SST -11:00; TRT +03:00; UZT +05:00; VET -04:00; WAT +01:00
        WEST +01:00; WET +00:00 +01:00; WIB +07:00; WIT +09:00; WITA +08:00; YEKT +05:00
        """
            .split("[;\n]", -1)) {
      String[] words = line.strip().split(" ", -1);
      if (words.length > 1) {
        meanings.put(words[0], Arrays.stream(words, 1, words.length).map(ZoneOffset::of).toList());
      }
    }
    return Map.copyOf(meanings);
  }

  /**
   * The offsets from UTC that people mean by this abbreviation, the commonest first: both where one
   * and the same clock is set forward in summer. Empty when it is not known here.
   */
  public static List<ZoneOffset> meanings(String abbreviation) {
    return MEANINGS.getOrDefault(abbreviation.strip().toUpperCase(Locale.ROOT), List.of());
  }
}
