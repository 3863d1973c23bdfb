package org.relaywitness.programme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A twentieth of the injection programme. */
class InjectionIT {
  @Test
  void strings_inEveryParameterHeaderBodyAndDocument_comeOutAsText(@TempDir Path folder)
      throws Exception {
    InjectionProgramme programme = new InjectionProgramme(folder, 25);

    programme.run();

    assertEquals(List.of(), programme.faults(), programme::toString);
    assertTrue(programme.requests() > 2_000, programme::toString);
  }
}
