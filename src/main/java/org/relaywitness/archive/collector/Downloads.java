package org.relaywitness.archive.collector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that files are fetched into, each under its path below the web root. Held by one
 * process at a time; files are thread-safe against each other.
 */
final class Downloads implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path root;
  private final FileChannel channel;
  private final FetchedDigests digests;

  private Downloads(Path root, FileChannel channel) throws IOException {
    this.root = root;
    this.channel = channel;
    this.digests = new FetchedDigests(root.resolve("digests.tsv"));
  }

  /**
   * Takes the folder for this process; makes it when there is none.
   *
   * @throws CollectorException when another one has it
   */
  static Downloads open(Path root) throws IOException {
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new CollectorException(root + ": another sync is at work there");
      }
      Downloads downloads = new Downloads(root, channel);
      taken = true;
      return downloads;
    } catch (OverlappingFileLockException e) {
      throw new CollectorException(root + ": another sync is at work there", e);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  Path whole(CollectorFile file) {
    return root.resolve(file.path());
  }

  PartFile part(CollectorFile file) {
    return new PartFile(file, whole(file));
  }

  /** The digest of this version of the file, where it is here whole; another version goes. */
  @Nullable String findWhole(CollectorFile file) throws IOException {
    Path whole = whole(file);
    if (!Files.isRegularFile(whole, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    String expected = file.sha256() == null ? digests.find(file) : file.sha256();
    if (expected != null && Files.size(whole) == file.size() && sha256(whole).equals(expected)) {
      return expected;
    }
    Files.delete(whole);
    return null;
  }

  /** The digest that this version of the file has, where it is known. */
  @Nullable String findDigest(CollectorFile file) {
    return file.sha256() == null ? digests.find(file) : file.sha256();
  }

  /** Keeps the digest of a file whose index has none. */
  void remember(CollectorFile file, String sha256) throws IOException {
    if (file.sha256() == null) {
      digests.put(file, sha256);
    }
  }

  /** Takes away unfinished files that are not listed, or no longer in this version. */
  void discardStaleParts(Collection<CollectorFile> listed) throws IOException {
    Set<Path> wanted = listed.stream().map(file -> part(file).path()).collect(Collectors.toSet());
    digests.keepOnly(listed);
    for (Path path : files()) {
      String name = path.toString();
      if (name.endsWith(PartFile.FROM)) {
        String part = name.substring(0, name.length() - PartFile.FROM.length()) + PartFile.PART;
        if (!Files.exists(Path.of(part))) {
          Files.deleteIfExists(path);
        }
      } else if (name.endsWith(PartFile.PART) && !wanted.contains(path)) {
        Files.delete(path);
        Files.deleteIfExists(path.resolveSibling(path.getFileName() + ".from"));
      }
    }
  }

  /** Whole files that are here though the index does not list them, or no longer does. */
  List<Path> leftovers(Collection<CollectorFile> listed) throws IOException {
    Set<Path> known = listed.stream().map(this::whole).collect(Collectors.toSet());
    return files().stream()
        .filter(path -> !path.toString().endsWith(PartFile.PART))
        .filter(path -> !path.toString().endsWith(PartFile.FROM))
        .filter(path -> !known.contains(path))
        .toList();
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (CollectorFolder folder : CollectorFolder.values()) {
      Path path = root.resolve(folder.path());
      if (!Files.isDirectory(path)) {
        continue;
      }
      try (Stream<Path> list = Files.list(path)) {
        list.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  /** The SHA-256 of a file, 64 lower-case hex digits. */
  static String sha256(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close(); // and with it the lock
  }
}
