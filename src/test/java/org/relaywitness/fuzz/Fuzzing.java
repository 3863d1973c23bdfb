package org.relaywitness.fuzz;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the fuzzer calls; its target argument names a {@link FuzzTarget}. */
public final class Fuzzing {
  private static @Nullable FuzzTarget target;

  private Fuzzing() {}

  /** Called once by the fuzzer. */
  public static void fuzzerInitialize(String[] arguments) {
    target = FuzzTarget.valueOf(arguments[0].toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Called by the fuzzer with each input. */
  public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
    if (target == null) {
      throw new IllegalStateException("no target was named");
    }
    target.read(bytes);
  }
}
