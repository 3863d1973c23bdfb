package org.relaywitness.importer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Flipped bits of whole documents, in the ordinary tests. */
class FlippedBitsTest {
  @Test
  void bits_flippedInSyntheticConsensuses_neverCountAsGood() throws Exception {
    FlippedBits flipped = FlippedBits.ofSample();

    flipped.run(2_000, new Random(20_261_125));

    assertTrue(flipped.judged() > 1_000, flipped::toString);
  }
}
