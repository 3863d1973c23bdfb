package org.relaywitness.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;

/**
 * The directory authorities of a network over all its time. Immutable.
 *
 * <p>Written as lines of five columns, separated by tabs: {@code name v3ident from until note},
 * with that header; dates are UTC days, {@code until} is the first day on which the identity is not
 * listed any more, empty while it is; lines that begin with {@code #} are comments.
 */
public final class AuthorityList {

  /**
   * How far from its listed dates an authority may really have begun or ceased to sign. The dates
   * are those of the list that Tor shipped, and authorities and clients took it over within days to
   * weeks. Within this time of a change both sets are recognised, and the larger majority is
   * required.
   */
  public static final Duration GRACE = Duration.ofDays(30);

  private static final String RESOURCE = "authorities.tsv";

  private final List<Authority> authorities;

  private AuthorityList(List<Authority> authorities) {
    this.authorities = List.copyOf(authorities);
  }

  /** The list of these authorities; none of them twice at a time. */
  public static AuthorityList of(List<Authority> authorities) {
    for (int i = 0; i < authorities.size(); i++) {
      for (Authority other : authorities.subList(0, i)) {
        String fault = contradiction(other, authorities.get(i));
        if (fault != null) {
          throw new IllegalArgumentException(fault);
        }
      }
    }
    return new AuthorityList(authorities);
  }

  /** The authorities of the Tor network, as the product ships them. */
  public static AuthorityList bundled() {
    try (InputStream in = AuthorityList.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the product lacks its resource " + RESOURCE);
      }
      return parse(RESOURCE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("reading the resource " + RESOURCE, e);
    } catch (AuthorityListException e) {
      throw new IllegalStateException("the product's own list of authorities is damaged", e);
    }
  }

  /**
   * The list in a file.
   *
   * @throws AuthorityListException when a line is anything else than the form above
   */
  public static AuthorityList read(Path file) throws IOException, AuthorityListException {
    // Bytes that are no UTF-8 become U+FFFD and fail where they matter, with their line.
    return parse(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  /**
   * The list in a text.
   *
   * @param source what to call it in messages
   * @throws AuthorityListException when a line is anything else than the form above
   */
  public static AuthorityList parse(String source, String text) throws AuthorityListException {
    return new AuthorityList(new AuthorityListParser(source).parse(text));
  }

  /** Why both cannot be in one list; {@code null} when they can. */
  static @Nullable String contradiction(Authority a, Authority b) {
    if (!a.identity().equals(b.identity())) {
      return null;
    }
    if (!a.countedAs().equals(b.countedAs())) {
      return "an identity of one authority; it is listed for " + a.name() + " too";
    }
    return a.from().isBefore(end(b)) && b.from().isBefore(end(a))
        ? "an identity once at a time; it is listed for these dates already"
        : null;
  }

  private static Instant end(Authority authority) {
    return authority.until() == null ? Instant.MAX : authority.until();
  }

  /** All identities, in the order of the list. */
  public List<Authority> authorities() {
    return authorities;
  }

  /**
   * Who is recognised at an instant, and how many of them make a majority.
   *
   * <p>Recognised is every identity listed at some time within {@link #GRACE} of the instant; the
   * sets are those in force within that time.
   */
  public RecognisedAuthorities authoritiesAt(Instant instant) {
    Instant first = instant.minus(GRACE);
    Instant last = instant.plus(GRACE);
    Map<Fingerprint, Authority> recognised = new LinkedHashMap<>();
    Set<Instant> changes = new TreeSet<>();
    changes.add(first);
    for (Authority authority : authorities) {
      if (authority.isListedWithin(first, last)) {
        recognised.put(authority.identity(), authority);
        addWithin(changes, authority.from(), first, last);
        if (authority.until() != null) {
          addWithin(changes, authority.until(), first, last);
        }
      }
    }
    List<Set<String>> sets = new ArrayList<>();
    for (Instant change : changes) {
      sets.add(
          recognised.values().stream()
              .filter(authority -> authority.isListedWithin(change, change))
              .map(Authority::countedAs)
              .collect(Collectors.toUnmodifiableSet()));
    }
    return new RecognisedAuthorities(recognised, sets);
  }

  private static void addWithin(Set<Instant> set, Instant instant, Instant first, Instant last) {
    if (!instant.isBefore(first) && !instant.isAfter(last)) {
      set.add(instant);
    }
  }

  /** The list in the form that {@link #parse} reads, without comments. */
  @Override
  public String toString() {
    return authorities.stream()
        .map(AuthorityListParser::format)
        .collect(Collectors.joining("", AuthorityListParser.HEADER + "\n", ""));
  }
}
