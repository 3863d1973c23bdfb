package org.relaywitness.web;

import com.ibm.icu.text.TimeZoneNames;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.TimeZone.SystemTimeZoneType;
import com.ibm.icu.util.ULocale;
import java.text.Collator;
import java.text.Normalizer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Time zones by the names that people give them: the city after which a zone is called and the
 * country it lies in, in the page's language and in English. The names are those of Unicode's CLDR;
 * what the clocks of a zone showed is never taken from here.
 */
final class Places {
  /** How many are offered where the text does not settle it. */
  static final int MOST_OFFERED = 40;

  private static final Pattern AREA =
      Pattern.compile(
          "(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int SHORTEST_PART = 3;

  /** Cities that share their name with others as large, in other zones. */
  private static final Set<String> SHARED_NAMES =
      Set.of("cordoba", "merida", "st johns", "victoria");

  private static final Map<String, Places> BY_LANGUAGE = new ConcurrentHashMap<>();

  private final List<Place> all;
  private final Map<String, Place> byZone = new HashMap<>();
  private final Map<String, Set<Place>> byCity = new TreeMap<>();
  private final Map<String, Set<Place>> byCountry = new TreeMap<>();

  /**
   * A zone.
   *
   * @param zone its name in the IANA database
   * @param city as the page's language calls it
   * @param country likewise; may be empty
   */
  record Place(String zone, String city, String country) {
    /** City and country. */
    String name() {
      return country.isEmpty() || country.equals(city) ? city : city + ", " + country;
    }
  }

  private Places(Locale locale) {
    TimeZoneNames names = TimeZoneNames.getInstance(ULocale.forLocale(locale));
    TimeZoneNames english = TimeZoneNames.getInstance(ULocale.ENGLISH);
    for (String id : TimeZone.getAvailableIDs(SystemTimeZoneType.CANONICAL_LOCATION, null, null)) {
      String zone = known(id);
      if (zone != null) {
        Locale country = new Locale("", TimeZone.getRegion(id));
        Place place =
            new Place(zone, names.getExemplarLocationName(id), country.getDisplayCountry(locale));
        byZone.put(zone, place);
        add(byCity, place.city, place);
        add(byCity, english.getExemplarLocationName(id), place);
        add(byCity, place.name(), place);
        add(byCountry, place.country, place);
        add(byCountry, country.getDisplayCountry(Locale.ENGLISH), place);
      }
    }
    // Older names, such as Calcutta and Kiev, lead to the zone that they are links to.
    for (String name : ZoneId.getAvailableZoneIds()) {
      String zone = AREA.matcher(name).matches() ? TimeZone.getIanaID(name) : null;
      Place place = zone == null ? null : byZone.get(zone);
      if (place != null) {
        add(byCity, name.substring(name.lastIndexOf('/') + 1), place);
        add(byCity, name, place);
      }
    }
    Collator order = Collator.getInstance(locale);
    all =
        byZone.values().stream()
            .sorted(Comparator.comparing(Place::city, order).thenComparing(Place::zone))
            .toList();
  }

  /**
   * The name under which both ICU and this Java platform know a zone; {@code null}: there is none.
   */
  private static @Nullable String known(String id) {
    String iana = TimeZone.getIanaID(id);
    Set<String> here = ZoneId.getAvailableZoneIds();
    return here.contains(iana) ? iana : here.contains(id) ? id : null;
  }

  private static void add(Map<String, Set<Place>> index, String name, Place place) {
    index.computeIfAbsent(folded(name), key -> new LinkedHashSet<>()).add(place);
  }

  /** In lower case, without accents and punctuation. */
  static String folded(String name) {
    String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    return NO_LETTER.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }

  /** The places in this language; made once. */
  static Places of(Locale locale) {
    return BY_LANGUAGE.computeIfAbsent(locale.getLanguage(), language -> new Places(locale));
  }

  /** All of them, by city. */
  List<Place> all() {
    return all;
  }

  /** The place with this zone; empty for zones that are none, such as Etc/GMT+5. */
  Optional<Place> find(String zone) {
    return Optional.ofNullable(byZone.get(zone));
  }

  /** The place that the text names and nothing else does; empty when that is not certain. */
  Optional<Place> findCertain(String text) {
    String name = folded(text);
    Set<Place> cities = byCity.getOrDefault(name, Set.of());
    boolean certain = cities.size() == 1 && !SHARED_NAMES.contains(name);
    return certain ? cities.stream().findFirst() : Optional.empty();
  }

  /** The places that may be meant, the likeliest first; {@link #MOST_OFFERED} at most. */
  List<Place> offered(String text) {
    String name = folded(text);
    Set<Place> found = new LinkedHashSet<>();
    if (!name.isEmpty()) {
      found.addAll(byCity.getOrDefault(name, Set.of()));
      found.addAll(byCountry.getOrDefault(name, Set.of()));
    }
    if (found.isEmpty() && name.length() >= SHORTEST_PART) {
      addWhere(found, known -> known.startsWith(name));
      addWhere(
          found, known -> known.contains(name) || (" " + name + " ").contains(" " + known + " "));
    }
    if (found.isEmpty() && name.length() > SHORTEST_PART) {
      addWhere(found, known -> oneSlip(known, name));
    }
    return new ArrayList<>(found).subList(0, Math.min(MOST_OFFERED, found.size()));
  }

  private void addWhere(Set<Place> found, Predicate<String> wanted) {
    for (Map<String, Set<Place>> index : List.of(byCity, byCountry)) {
      index.forEach(
          (known, places) -> {
            if (!known.isEmpty() && wanted.test(known)) {
              found.addAll(places);
            }
          });
    }
  }

  /** Whether one letter more, less, or other, or two changed places, make one of the other. */
  static boolean oneSlip(String one, String other) {
    int start = 0;
    int shortest = Math.min(one.length(), other.length());
    while (start < shortest && one.charAt(start) == other.charAt(start)) {
      start++;
    }
    String a = one.substring(start);
    String b = other.substring(start);
    boolean swapped =
        a.length() > 1
            && a.length() == b.length()
            && a.charAt(0) == b.charAt(1)
            && a.charAt(1) == b.charAt(0)
            && a.substring(2).equals(b.substring(2));
    return swapped || tail(a, 1).equals(tail(b, 1)) || tail(a, 1).equals(b) || a.equals(tail(b, 1));
  }

  private static String tail(String text, int from) {
    return text.substring(Math.min(from, text.length()));
  }
}
