package org.relaywitness.documents;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;

/**
 * The raw documents in a folder, to be read. Takes nothing up until the first document is asked
 * for; sees what a {@link DocumentWriter} in this or another process has written since. The folder
 * need not exist: then it holds nothing.
 */
public final class DocumentArchive implements Documents {
  private static final int ATTEMPTS = 3;

  private final PackIndex index;

  public DocumentArchive(Path folder) {
    index = new PackIndex(folder);
  }

  /**
   * {@inheritDoc}
   *
   * @throws DocumentsException naming the pack, when it is damaged; also when the document is in no
   *     pack but the index of some pack cannot be read, since it may be in there
   */
  @Override
  public Optional<byte[]> find(Sha256 sha256) {
    try {
      Path file = lookUp(sha256, false);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (file != null) {
          byte[] bytes = read(file, sha256);
          if (bytes != null) {
            return Optional.of(bytes);
          }
        }
        // Not known, or the pack was replaced since: look again.
        Path again = lookUp(sha256, true);
        if (again == null) {
          requireAllReadable(sha256);
          return Optional.empty();
        }
        file = again;
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new DocumentsException("cannot read document " + sha256, e);
    }
  }

  @Override
  public Optional<PackState> pack(Sha256 sha256) {
    try {
      Path file = lookUp(sha256, false);
      return file == null ? Optional.empty() : Optional.of(PackState.of(file));
    } catch (IOException e) {
      // Gone, or not to be read: whoever asks for the document itself is told.
      return Optional.empty();
    }
  }

  @Override
  public void forEach(PackState pack, Visitor visitor) {
    try (Pack opened = Pack.open(pack.file())) {
      opened.forEach((entry, bytes) -> visitor.document(entry.sha256(), bytes));
    } catch (NoSuchFileException e) {
      // Gone, and its documents with it.
      return;
    } catch (IOException e) {
      throw new DocumentsException("cannot read " + pack.file(), e);
    }
  }

  private synchronized @Nullable Path lookUp(Sha256 sha256, boolean refresh) throws IOException {
    if (refresh) {
      index.refresh();
    }
    return index.find(sha256);
  }

  private static byte @Nullable [] read(Path file, Sha256 sha256) throws IOException {
    try (Pack pack = Pack.open(file)) {
      for (PackEntry entry : pack.entries()) {
        if (entry.sha256().equals(sha256)) {
          return pack.read(entry);
        }
      }
      return null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private synchronized void requireAllReadable(Sha256 sha256) {
    Map<Path, String> damaged = new TreeMap<>(index.damaged());
    if (!damaged.isEmpty()) {
      throw new DocumentsException(
          "document "
              + sha256
              + " is in no pack that can be read; "
              + String.join("; ", damaged.values()));
    }
  }
}
