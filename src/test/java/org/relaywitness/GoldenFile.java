package org.relaywitness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares what is made with a file under {@code src/test/resources/golden}. To renew the files
 * after a wanted change, run the tests with {@code -Dgolden.renew=true} and read the difference
 * before committing it.
 */
public final class GoldenFile {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private GoldenFile() {}

  /** Fails unless the text is that of the file; with {@code golden.renew} writes the file. */
  public static void assertMatches(String name, String text) {
    assertMatches(FOLDER.resolve(name), text);
  }

  /** As {@link #assertMatches(String, String)}, for a file of the product itself. */
  public static void assertMatches(Path file, String text) {
    try {
      if (Boolean.getBoolean("golden.renew")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
      }
      if (!Files.exists(file)) {
        fail(file + " is missing; run with -Dgolden.renew=true");
      }
      assertEquals(Files.readString(file), text, () -> file + " differs");
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
