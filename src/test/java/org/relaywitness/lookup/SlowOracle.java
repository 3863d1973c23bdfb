package org.relaywitness.lookup;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Verification;

/**
 * The rule once more, straight from its description, over the plain documents: no runs, no
 * snapshot, nothing of the product's own classes for the rule. Slow, in seconds of the epoch, and
 * written in another manner on purpose.
 */
final class SlowOracle {
  private static final long H = 3600;

  final Map<Fingerprint, String> relays = new HashMap<>();
  final Set<Long> missing = new TreeSet<>();
  final Set<Long> pending = new TreeSet<>();
  final boolean listsComplete;
  final String verdict;
  final boolean inForce;
  final Map<Fingerprint, Set<Long>> scansAt = new HashMap<>();
  final Map<Fingerprint, Set<Long>> scansNear = new HashMap<>();

  private final long a;
  private final long b;
  private final InetAddress address;
  private final @Nullable Integer port;
  private final List<PlainHistory.Document> line = new ArrayList<>();
  private final Map<Fingerprint, Boolean> relaysInForce = new HashMap<>();

  SlowOracle(PlainHistory history, Question question, Instant now) {
    a = question.from().getEpochSecond();
    b = question.to().getEpochSecond();
    address = question.address();
    port = question.port();
    chooseDocuments(history);
    walk(now.getEpochSecond());
    listsComplete = listsComplete(history, now.getEpochSecond());
    Set<ExitScan> scans = new HashSet<>();
    history.lists().forEach(list -> scans.addAll(list.scans()));
    Set<Fingerprint> everyone = new HashSet<>();
    line.forEach(d -> d.appearances().forEach(x -> everyone.add(x.fingerprint())));
    for (Fingerprint relay : everyone) {
      judge(relay, scans);
    }
    String strongest = missing.isEmpty() && listsComplete ? "not_listed" : "inconclusive";
    for (String word :
        List.of(
            "near_in_time",
            "relay_no_exit",
            "relay_exit_unknown",
            "exit_possible",
            "exit_observed")) {
      strongest = relays.containsValue(word) ? word : strongest;
    }
    verdict = strongest;
    inForce =
        relays.entrySet().stream()
            .anyMatch(
                e -> e.getValue().equals(verdict) && relaysInForce.getOrDefault(e.getKey(), false));
  }

  private static long va(PlainHistory.Document document) {
    return document.consensus().validAfter().getEpochSecond();
  }

  private static long vu(PlainHistory.Document document) {
    return document.consensus().validUntil().getEpochSecond();
  }

  /** For each valid-after the best ns document, else the best microdesc one; never a bad one. */
  private void chooseDocuments(PlainHistory history) {
    Set<Long> times = new TreeSet<>();
    history.documents().forEach(d -> times.add(va(d)));
    for (long time : times) {
      for (Flavor flavor : List.of(Flavor.NS, Flavor.MICRODESC)) {
        PlainHistory.Document best = null;
        for (PlainHistory.Document d : history.documents()) {
          if (va(d) == time
              && d.consensus().flavor() == flavor
              && d.consensus().verification() != Verification.BAD_SIGNATURE
              && (best == null || beats(d, best))) {
            best = d;
          }
        }
        if (best != null) {
          line.add(best);
          break;
        }
      }
    }
  }

  private static boolean beats(PlainHistory.Document x, PlainHistory.Document y) {
    List<Verification> order =
        List.of(Verification.VERIFIED, Verification.CERTIFICATE_MISSING, Verification.INSUFFICIENT);
    int byStatus =
        order.indexOf(x.consensus().verification()) - order.indexOf(y.consensus().verification());
    int bySignatures = y.consensus().goodSignatures() - x.consensus().goodSignatures();
    int byDigest = x.consensus().signedDigest().compareTo(y.consensus().signedDigest());
    return byStatus != 0 ? byStatus < 0 : bySignatures != 0 ? bySignatures < 0 : byDigest < 0;
  }

  /** Minute by minute, for documents on full minutes. */
  private void walk(long now) {
    Map<Long, Long> held = new HashMap<>();
    for (PlainHistory.Document d : line) {
      boolean covers =
          d.consensus().flavor() == Flavor.NS
              || !(address instanceof Inet6Address)
              || d.consensus().method() >= 27;
      if (covers) {
        long fresh = d.consensus().freshUntil().getEpochSecond();
        boolean signed = d.consensus().verification() == Verification.VERIFIED;
        held.put(va(d), signed ? fresh : Math.min(fresh, va(d) + H));
      }
    }
    long after = a - 27 * H;
    long start = -1;
    for (long t : held.keySet()) {
      if (t <= after && t >= after - 48 * H && t > start) {
        start = t;
      }
    }
    long due = start < 0 ? Math.floorDiv(after, H) * H + H : held.getOrDefault(start, start);
    boolean lastWasMissing = false;
    for (long t = Math.floorDiv(due, 60) * 60; t < b; t += 60) {
      if (t != due && !(lastWasMissing && t < due && held.containsKey(t))) {
        continue;
      }
      Long next = held.get(t);
      lastWasMissing = next == null;
      due = next == null ? t + H : next;
      if (t > after && t <= now && next == null) {
        (t > now - 2 * H ? pending : missing).add(t);
      }
    }
  }

  private boolean listsComplete(PlainHistory history, long now) {
    Set<Long> times = new TreeSet<>();
    history.lists().forEach(l -> times.add(l.list().time().getEpochSecond()));
    long end = Math.min(b + 24 * H, now);
    long start = Math.max(a - 24 * H, Instant.parse("2010-02-22T15:32:00Z").getEpochSecond());
    long since2020 = Instant.parse("2020-01-01T00:00:00Z").getEpochSecond();
    Set<Long> beginnings = new TreeSet<>(List.of(start, Math.max(start, since2020)));
    times.forEach(t -> beginnings.add(t + 1));
    for (long x : beginnings) {
      for (long length : new long[] {24 * H, 6 * H}) {
        boolean inside = x >= start && x + length <= end && (length == 24 * H || x >= since2020);
        LongPredicate in = t -> t >= x && t < x + length;
        if (inside && times.stream().noneMatch(in::test)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean inForce(PlainHistory.Document d) {
    return va(d) < b && a < vu(d);
  }

  private boolean usable(PlainHistory.Document d) {
    return va(d) < b && a < vu(d) + 24 * H && va(d) >= a - 75 * H;
  }

  private boolean near(long t) {
    return a - 48 * H <= t && t < b + 24 * H;
  }

  private boolean lists(PlainHistory.Document d, Fingerprint relay, boolean thisAddress) {
    return d.appearances().stream()
        .anyMatch(
            x -> x.fingerprint().equals(relay) && (!thisAddress || x.address().equals(address)));
  }

  private void judge(Fingerprint relay, Set<ExitScan> scans) {
    List<PlainHistory.Document> window =
        line.stream()
            .filter(d -> usable(d) || near(va(d)))
            .filter(d -> lists(d, relay, false))
            .toList();
    if (window.isEmpty()) {
      return;
    }
    boolean listedUsable = window.stream().anyMatch(this::usable);
    boolean addressBefore = window.stream().anyMatch(d -> va(d) < b && lists(d, relay, true));
    boolean addressAfter = window.stream().anyMatch(d -> va(d) >= b && lists(d, relay, true));
    boolean movedThere = addressAfter && !addressBefore;
    for (ExitScan scan : scans) {
      long t = scan.time().getEpochSecond();
      if (!scan.fingerprint().equals(relay) || !scan.address().equals(address) || !near(t)) {
        continue;
      }
      boolean at = a - 24 * H <= t && t < b + 24 * H && listedUsable && !(t >= b && movedThere);
      (at ? scansAt : scansNear).computeIfAbsent(relay, r -> new TreeSet<>()).add(t);
    }
    boolean anyInForce = window.stream().anyMatch(this::inForce);
    List<PlainHistory.Document> withAddress =
        window.stream().filter(d -> lists(d, relay, true)).toList();
    List<PlainHistory.Document> current = withAddress.stream().filter(this::inForce).toList();
    List<PlainHistory.Document> older = withAddress.stream().filter(this::usable).toList();
    if (scansAt.containsKey(relay)) {
      relays.put(relay, "exit_observed");
      relaysInForce.put(relay, anyInForce);
    } else if (!current.isEmpty()) {
      relays.put(relay, exiting(current, relay));
      relaysInForce.put(relay, true);
    } else if (!older.isEmpty()) {
      relays.put(relay, exiting(older, relay));
    } else if (!withAddress.isEmpty() || scansNear.containsKey(relay)) {
      relays.put(relay, "near_in_time");
    }
  }

  private String exiting(List<PlainHistory.Document> documents, Fingerprint relay) {
    Set<String> words = new HashSet<>();
    for (PlainHistory.Document d : documents) {
      for (Appearance x : d.appearances()) {
        if (x.fingerprint().equals(relay) && x.address().equals(address)) {
          words.add(exiting(x));
        }
      }
    }
    return words.contains("exit_possible")
        ? "exit_possible"
        : words.contains("relay_exit_unknown") ? "relay_exit_unknown" : "relay_no_exit";
  }

  private String exiting(Appearance x) {
    if (x.exit() && (port == null || port == 80 || port == 443)) {
      return "exit_possible";
    }
    if (x.policy() == null) {
      return "relay_exit_unknown";
    }
    boolean some = port == null ? x.policy().allowsSome() : x.policy().allows(port);
    return some ? "exit_possible" : "relay_no_exit";
  }
}
