package org.relaywitness.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.relaywitness.directory.Sha256;

/**
 * The files beside the pages, read once. Each is served under a name that holds a digest of its
 * content, so a browser may keep it for ever, and under its plain name with an ETag.
 */
final class StaticFiles {
  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String WITH_TAG = "public, no-cache";
  private static final Map<String, String> TYPES =
      Map.of(
          "style.css",
          "text/css;charset=utf-8",
          "icon.svg",
          "image/svg+xml",
          "zone.js",
          "text/javascript;charset=utf-8");

  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Map<String, Route> routes = new LinkedHashMap<>();

  private StaticFiles() {}

  /** Reads all files from the class path. */
  static StaticFiles load() {
    StaticFiles files = new StaticFiles();
    TYPES.forEach(files::add);
    return files;
  }

  private void add(String name, String type) {
    byte[] content = read("/webapp/static/" + name);
    String digest = Sha256.digest(content).toString().substring(0, 16);
    int dot = name.lastIndexOf('.');
    String address = "/static/" + name.substring(0, dot) + "-" + digest + name.substring(dot);
    addresses.put(name, address);
    routes.put(address, new File(Reply.of(200, type, content, FOREVER)));
    routes.put("/static/" + name, new File(Reply.of(200, type, content, WITH_TAG)));
  }

  private static byte[] read(String resource) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }

  /** The address of a file, to link to. */
  String address(String name) {
    String address = addresses.get(name);
    if (address == null) {
      throw new IllegalArgumentException("there is no static file " + name);
    }
    return address;
  }

  /** The routes that serve the files, by path. */
  Map<String, Route> routes() {
    return routes;
  }

  private record File(Reply content) implements Route {
    @Override
    public Set<String> parameters() {
      return Set.of();
    }

    @Override
    public Reply reply(Parameters sent) {
      return content;
    }

    @Override
    public Reply failure(Parameters sent, Failure reason) {
      return ApiRoute.problem(reason.key(), reason.status());
    }
  }
}
