package org.relaywitness.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  private static int put(Path file, String text) throws IOException {
    return WholeFile.write(
        file,
        out -> {
          out.write(text.getBytes(StandardCharsets.UTF_8));
          return text.length();
        });
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void write_newAndOld_isThereAndNothingElse() throws IOException {
    Path file = folder.resolve("a.csv");

    assertEquals(3, put(file, "one"));
    assertEquals(5, put(file, "other"));

    assertEquals("other", Files.readString(file));
    assertEquals(List.of("a.csv"), names());
  }

  @Test
  void write_thatFails_leavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "old");

    assertThrows(
        IOException.class,
        () ->
            WholeFile.write(
                file,
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException("the source broke off");
                }));

    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a.csv"), names());
  }

  @Test
  void write_whileItIsWritten_showsTheOld() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "old");

    WholeFile.write(
        file,
        out -> {
          out.write(new byte[100_000]);
          assertEquals("old", Files.readString(file));
          return 0;
        });

    assertEquals(100_000, Files.size(file));
  }

  @Test
  void write_throughALink_keepsTheLink() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);

    put(link, "new");

    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(target));
  }

  @Test
  void write_overAFileOfOnesOwn_keepsOthersOut() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    put(file, "new");

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void write_toADevice_leavesItADevice() throws IOException {
    Path device = Path.of("/dev/null");

    put(device, "lost");

    assertFalse(Files.isRegularFile(device));
    FileSystemException refused =
        assertThrows(FileSystemException.class, () -> WholeFile.make(device, part -> 0));
    assertEquals("/dev/null", refused.getFile());
  }

  @Test
  void write_toAFolderOrIntoNone_isRefused() {
    assertThrows(FileSystemException.class, () -> put(folder, "x"));
    assertThrows(NoSuchFileException.class, () -> put(folder.resolve("none/a.csv"), "x"));
  }

  @Test
  void make_folderThatFails_leavesNothing() throws IOException {
    assertThrows(
        IOException.class,
        () ->
            WholeFile.make(
                folder.resolve("set"),
                part -> {
                  Files.createDirectory(part);
                  Files.writeString(part.resolve("one.csv"), "1");
                  throw new IOException("no more");
                }));

    assertEquals(List.of(), names());
  }

  @Test
  void make_folder_isThereWhole() throws IOException {
    WholeFile.make(
        folder.resolve("set"),
        part -> {
          Files.createDirectory(part);
          Files.writeString(part.resolve("one.csv"), "1");
          return 0;
        });

    assertEquals("1", Files.readString(folder.resolve("set/one.csv")));
    assertEquals(List.of("set"), names());
  }
}
