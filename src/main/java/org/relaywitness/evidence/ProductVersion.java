package org.relaywitness.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this product, as the build wrote it down. */
public final class ProductVersion {
  private static final String RESOURCE = "version.properties";
  private static final String CURRENT = read();

  private ProductVersion() {}

  /** The version, such as {@code 0.1.0}. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    try (InputStream in = ProductVersion.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      Properties properties = new Properties();
      properties.load(in);
      String version = properties.getProperty("version", "");
      if (version.isEmpty() || version.startsWith("$")) {
        throw new IllegalStateException(RESOURCE + " was not filled in by the build: " + version);
      }
      return version;
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + RESOURCE, e);
    }
  }
}
