package org.relaywitness.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.relaywitness.trust.Authority;
import org.relaywitness.trust.AuthorityList;

/** The nine directory authorities of a sample, and which of them take part in an hour. */
final class SampleAuthorities {
  /** As many as the real network has in its later years. */
  static final int COUNT = 9;

  private final SampleOptions options;
  private final List<SampleAuthority> all = new ArrayList<>();

  /** Who took part in one hour; {@code signers} are among {@code voters}, both by identity. */
  record Session(List<SampleAuthority> voters, List<SampleAuthority> signers) {}

  SampleAuthorities(SampleOptions options, int keyBits) {
    this.options = options;
    for (int i = 1; i <= COUNT; i++) {
      all.add(
          new SampleAuthority(
              "sample" + i,
              "192.0.2." + i,
              SampleRandom.of(options.seed(), "authority " + i),
              keyBits,
              publications(i)));
    }
    all.sort(Comparator.comparing(authority -> authority.identity));
  }

  private List<Instant> publications(int number) {
    Instant end = options.at(options.hours());
    Instant next = options.start().minus(Duration.ofDays(20 + 7L * number)).plusSeconds(number);
    List<Instant> publications = new ArrayList<>();
    while (next.isBefore(end)) {
      publications.add(next);
      next = next.plus(SampleAuthority.certificateLife()).minus(Duration.ofDays(14));
    }
    if (number == COUNT) {
      // One changes its key on the way, so that every sample shows a change.
      publications.add(options.at(options.hours() / 2).minusSeconds(1800));
      publications.sort(Comparator.naturalOrder());
    }
    return publications;
  }

  /** All key certificates, in order of publication. */
  List<SampleDocument> certificates() {
    return all.stream()
        .flatMap(authority -> authority.certificates().stream())
        .sorted(Comparator.comparing(SampleDocument::time))
        .toList();
  }

  /** The list by which these authorities are recognised, from long before to ever after. */
  AuthorityList list() {
    Instant from = options.start().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(365));
    return AuthorityList.of(
        all.stream().map(a -> new Authority(a.name, a.identity, from, null, "synthetic")).toList());
  }

  /** Who takes part in an hour: mostly all, at times one or two fail, seldom one does not sign. */
  Session session(int hour) {
    SampleRandom random = SampleRandom.of(options.seed() + hour, "session");
    List<SampleAuthority> voters = new ArrayList<>(all);
    int absent = random.pick(new int[] {80, 16, 4});
    for (int i = 0; i < absent; i++) {
      voters.remove(random.nextInt(voters.size()));
    }
    List<SampleAuthority> signers = new ArrayList<>(voters);
    if (absent < 2 && random.chance(0.04)) {
      signers.remove(random.nextInt(signers.size()));
    }
    return new Session(voters, signers);
  }
}
