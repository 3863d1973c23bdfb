package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the question programme, which throws at the first disagreement. */
class QuestionIT {
  @Test
  void questions_atRandomAndBesideEachBoundary_areAnsweredAsASlowScanSays(@TempDir Path folder)
      throws Exception {
    QuestionProgramme programme = new QuestionProgramme(folder, 20_261_125);

    programme.run(1_000);

    assertTrue(programme.verdicts().size() >= 6, programme::toString);
  }
}
