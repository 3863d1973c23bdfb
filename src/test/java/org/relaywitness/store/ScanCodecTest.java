package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScanCodecTest {

  @Provide
  Arbitrary<long[]> pairs() {
    Arbitrary<Long> near =
        Combinators.combine(
                Arbitraries.integers().between(0, 20), Arbitraries.integers().between(1, 30))
            .as(ScanCodec::pair);
    Arbitrary<Long> far =
        Combinators.combine(
                Arbitraries.integers().between(0, 7 * 86_400 - 1),
                Arbitraries.integers().between(1, Integer.MAX_VALUE))
            .as(ScanCodec::pair);
    return Arbitraries.oneOf(near, far)
        .list()
        .ofMaxSize(60)
        .map(
            list ->
                ScanCodec.sorted(list.stream().mapToLong(Long::longValue).toArray(), list.size()));
  }

  @Property(tries = 2000)
  void decoding_whatWasEncoded_isTheSame(@ForAll("pairs") long[] pairs) {
    assertArrayEquals(pairs, ScanCodec.decode(ScanCodec.encode(pairs)));
  }

  @Property(tries = 500)
  void union_ofAnyTwo_holdsEachPairOnce(
      @ForAll("pairs") long[] one, @ForAll("pairs") long[] other) {
    assertArrayEquals(
        LongStream.concat(Arrays.stream(one), Arrays.stream(other)).sorted().distinct().toArray(),
        ScanCodec.union(one, other));
  }

  @Test
  void encoding_oneNewScanInEachHourlyList_takesThreeBytesAScan() {
    long[] pairs =
        IntStream.range(0, 24).mapToLong(hour -> ScanCodec.pair(hour * 3600, 100 + hour)).toArray();

    // The first scan names its list from zero, the others from their predecessor's.
    assertEquals(3 * 24, ScanCodec.encode(pairs).length);
  }

  @Test
  void encoding_oneScanInFourteenConsecutiveLists_takesFewBytes() {
    long[] pairs =
        IntStream.range(0, 14).mapToLong(list -> ScanCodec.pair(7200, 50 + list)).toArray();

    assertEquals(5, ScanCodec.encode(pairs).length);
    assertEquals(1, ScanCodec.scans(pairs));
  }

  @Test
  void decoding_cutBytes_isRefused() {
    byte[] whole = ScanCodec.encode(new long[] {ScanCodec.pair(7200, 1_000_000)});

    for (int length : List.of(1, whole.length - 1)) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(StoreException.class, () -> ScanCodec.decode(cut));
    }
  }
}
