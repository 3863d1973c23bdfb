package org.relaywitness.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight seconds for each target of the fuzz programme, two at a time. */
class FuzzIT {
  private static final long SECONDS = 8;

  @Test
  void everyTarget_fuzzedForAWhile_throwsNothingElse(@TempDir Path folder) throws Exception {
    List<FuzzProgramme.Outcome> outcomes =
        new FuzzProgramme(folder.resolve("findings"), 0, SECONDS).run(List.of(FuzzTarget.values()));

    assertEquals(FuzzTarget.values().length, outcomes.size());
    for (FuzzProgramme.Outcome outcome : outcomes) {
      System.out.println(outcome);
      assertTrue(outcome.clean(), outcome::toString);
      assertTrue(outcome.executions() > 0 && outcome.coverage() > 0, outcome::toString);
    }
  }
}
