package org.relaywitness.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReaderFolderTest {
  @TempDir private Path temp;

  private final RecordingVisitor visitor = new RecordingVisitor();
  private final ArchiveReader reader = new ArchiveReader(ArchiveLimits.defaults());
  private Path root = Path.of("");

  @BeforeEach
  void writeTree() throws IOException {
    root = temp.resolve("mirror");
    write("b/2.tar.xz", Packing.XZ.pack(new TarWriting().file("in/b", "2").ended()));
    write("b/1", "one".getBytes(UTF_8));
    write("a.gz", Packing.GZIP.pack("a".getBytes(UTF_8)));
    write("b.part", "partial".getBytes(UTF_8));
    write("c/deep/er/x", "x".getBytes(UTF_8));
    write(".hidden", "h".getBytes(UTF_8));
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  @Test
  void folder_isReadInTheOrderOfNames() throws Exception {
    reader.read(root, visitor);
    assertEquals(List.of(".hidden", "a", "1", "in/b", "b.part", "x"), visitor.paths());
    assertEquals(
        List.of(".hidden", "a.gz", "b/1", "b/2.tar.xz", "b.part", "c/deep/er/x"),
        visitor.containers.stream().map(name -> relative(name)).toList());
    assertEquals(List.of(), visitor.messages());
    assertTrue(visitor.ends.stream().allMatch(ContainerEnd::intact));
  }

  private String relative(String name) {
    return root.relativize(Path.of(name)).toString().replace('\\', '/');
  }

  @Test
  void size_isWhatIsReadInTheEnd_alsoWhereFilesArePassedOver() throws Exception {
    long size = reader.size(root);
    assertTrue(size > 0);
    reader.read(root, visitor);
    assertEquals(size, reader.bytesRead());
    reader.read(root, new RecordingVisitor(path -> false));
    assertEquals(2 * size, reader.bytesRead());
    reader.read(
        root,
        new ArchiveVisitor() {
          @Override
          public boolean container(Container container) {
            return false;
          }

          @Override
          public boolean wants(Container container, String path, byte[] head, int headLength) {
            throw new AssertionError("a refused container is not opened");
          }

          @Override
          public void file(ArchivedFile file) {
            throw new AssertionError("a refused container is not opened");
          }

          @Override
          public void problem(ArchiveProblem problem) {
            throw new AssertionError(problem.message());
          }

          @Override
          public void containerEnd(ContainerEnd end) {
            throw new AssertionError("a refused container does not end");
          }
        });
    assertEquals(3 * size, reader.bytesRead());
    assertEquals(Files.size(root.resolve("b/2.tar.xz")), reader.size(root.resolve("b/2.tar.xz")));
  }

  @Test
  void digest_isEmpty_onlyForASingleDocumentNotWanted() throws Exception {
    RecordingVisitor none = new RecordingVisitor(path -> false);
    reader.read(root, none);
    assertEquals(
        List.of(root.resolve("b/2.tar.xz").toString()),
        none.ends.stream()
            .filter(end -> end.sha256().isPresent())
            .map(end -> end.container().name())
            .toList());
    assertEquals(List.of(), none.paths());
  }

  @Test
  void symbolicLinks_areSkippedInFolders_andFollowedWhenNamed() throws Exception {
    Path outside = Files.writeString(temp.resolve("outside"), "o");
    Files.createSymbolicLink(root.resolve("b/loop"), root);
    Files.createSymbolicLink(root.resolve("out"), outside);
    reader.read(root, visitor);
    assertEquals(6, visitor.files.size());
    assertEquals(
        List.of(
            root.resolve("b/loop") + " is a symbolic link",
            root.resolve("out") + " is a symbolic link"),
        visitor.skipped);
    RecordingVisitor named = new RecordingVisitor();
    reader.read(root.resolve("out"), named);
    reader.read(root.resolve("b/loop"), named);
    assertEquals("out", named.paths().get(0));
    assertEquals(7, named.files.size());
  }

  @Test
  void pipe_inAFolder_isSkipped() throws Exception {
    Path pipe = root.resolve("pipe");
    boolean made;
    try {
      made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      made = false;
    }
    assumeTrue(made, "no mkfifo here");
    reader.read(root, visitor);
    assertEquals(List.of(pipe + " is a device, pipe or socket"), visitor.skipped);
  }

  @Test
  void fileThatCannotBeOpened_isAProblem_andTheRestGoesOn() throws Exception {
    Path gone = root.resolve("b/1");
    ArchiveVisitor deleting =
        new ArchiveVisitor() {
          @Override
          public boolean container(Container container) {
            if (container.path().orElseThrow().equals(gone)) {
              assertTrue(gone.toFile().delete());
            }
            return visitor.container(container);
          }

          @Override
          public boolean wants(Container container, String path, byte[] head, int headLength) {
            return visitor.wants(container, path, head, headLength);
          }

          @Override
          public void file(ArchivedFile file) {
            visitor.file(file);
          }

          @Override
          public void problem(ArchiveProblem problem) {
            visitor.problem(problem);
          }

          @Override
          public void containerEnd(ContainerEnd end) {
            visitor.containerEnd(end);
          }
        };
    reader.read(root, deleting);
    assertEquals(5, visitor.files.size());
    assertEquals(List.of(ArchiveProblem.Kind.UNREADABLE), visitor.kinds());
    assertEquals(gone.toString(), visitor.problems.get(0).location().container());
    assertFalse(visitor.ends.get(2).intact());
    assertEquals(6, visitor.ends.size());
  }

  @Test
  void damagedFile_isAProblem_andTheRestGoesOn() throws Exception {
    byte[] whole = Files.readAllBytes(root.resolve("b/2.tar.xz"));
    write("b/2.tar.xz", Arrays.copyOf(whole, whole.length - 9));
    write("b/3.tar.xz", new byte[0]);
    write("b/4.tar.xz", new byte[100]);
    reader.read(root, visitor);
    assertEquals(6, visitor.files.size(), "the member before the damage is delivered");
    assertEquals(
        List.of(
            ArchiveProblem.Kind.TRUNCATED,
            ArchiveProblem.Kind.TRUNCATED,
            ArchiveProblem.Kind.CORRUPT),
        visitor.kinds());
    assertEquals(3, visitor.ends.stream().filter(end -> !end.intact()).count());
    assertTrue(visitor.ends.stream().allMatch(end -> end.sha256().isPresent()));
  }

  @Test
  void tree_tooDeepOrTooLarge_isAProblem() throws Exception {
    new ArchiveReader(ArchiveLimits.defaults().withMaxFolder(100, 3)).read(root, visitor);
    assertEquals(5, visitor.files.size());
    assertEquals(
        List.of(
            root.resolve("c/deep/er")
                + ": folders more than 3 levels deep, expected at most as"
                + " many"),
        visitor.messages());
    RecordingVisitor few = new RecordingVisitor();
    new ArchiveReader(ArchiveLimits.defaults().withMaxFolder(6, 64)).read(root, few);
    assertEquals(List.of(".hidden", "a", "b.part"), few.paths());
    assertEquals(List.of(ArchiveProblem.Kind.TOO_MANY, ArchiveProblem.Kind.TOO_MANY), few.kinds());
  }

  @Test
  void pathThatDoesNotExist_isThrownAtOnce() {
    Path none = temp.resolve("none");
    assertThrows(NoSuchFileException.class, () -> reader.read(none, visitor));
    assertThrows(NoSuchFileException.class, () -> reader.size(none));
    assertThrows(NoSuchFileException.class, () -> ArchiveReader.sha256(none));
  }
}
