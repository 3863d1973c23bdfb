package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.PackedAppearance;

class RunOrderTest {
  /** Addresses that often have their beginning in common, IPv6 ones with IPv4 ones too. */
  private static byte[] address(Random random) {
    byte[] bytes = new byte[random.nextInt(3) == 0 ? 16 : 4];
    bytes[0] = (byte) (random.nextBoolean() ? 0x2a : 0xfe);
    bytes[3] = (byte) random.nextInt(2);
    bytes[bytes.length - 1] = (byte) (random.nextInt(3) * 100);
    return bytes;
  }

  @Property(tries = 300)
  void runsAreInOrderOfAddressTupleAndTime(@ForAll long seed) {
    Random random = new Random(seed);
    TupleTable tuples = new TupleTable();
    RunList runs = new RunList();
    int count = random.nextInt(200);
    for (int i = 0; i < count; i++) {
      byte[] relay = new byte[Fingerprint.LENGTH];
      relay[random.nextInt(3)] = (byte) random.nextInt(256);
      Appearance appearance =
          new Appearance(
              Addresses.ofBytes(address(random)),
              Fingerprint.ofBytes(relay),
              "x",
              9001,
              true,
              false,
              null);
      int tuple = tuples.intern(PackedAppearance.pack(appearance));
      // Several runs of one tuple, each with a time of its own.
      for (int run = 0; run <= random.nextInt(3); run++) {
        runs.add(tuple, random.nextInt(1_000_000), RunList.OPEN, -1);
      }
    }
    Comparator<Integer> order =
        Comparator.<Integer, byte[]>comparing(
                run -> tuples.appearance(runs.tuple(run)).address().getAddress(),
                Arrays::compareUnsigned)
            .thenComparing(run -> tuples.packed(runs.tuple(run)), Arrays::compareUnsigned)
            .thenComparing(runs::first);
    List<Integer> expected = IntStream.range(0, runs.size()).boxed().sorted(order).toList();
    assertEquals(expected, Arrays.stream(RunOrder.byAddress(runs, tuples)).boxed().toList());
  }
}
