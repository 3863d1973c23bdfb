package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.cli.Settings.InvalidSettingsException;
import org.relaywitness.lookup.IpNetwork;

class SettingsTest {
  @TempDir private Path folder;

  @Test
  void flag_overEnvironmentOverFileOverDefault() throws Exception {
    Path file = file("port = 1\nhost = file.example\ndata = /from-file\n");
    Map<String, String> environment =
        Map.of("RELAYWITNESS_PORT", "2", "RELAYWITNESS_HOST", "env.example");

    Settings settings = Settings.load(Map.of(Settings.Key.PORT, "3"), environment, file);

    assertEquals(3, settings.port());
    assertEquals("env.example", settings.host());
    assertEquals(Path.of("/from-file"), settings.data());
  }

  @Test
  void defaults_listenOnLoopbackOnly() throws Exception {
    Settings settings = Settings.load(Map.of(), Map.of("XDG_DATA_HOME", "/xdg"), null);

    assertEquals("127.0.0.1", settings.host());
    assertEquals(8080, settings.port());
    assertEquals(Path.of("/xdg/relaywitness"), settings.data());
  }

  @Test
  void documents_areKeptUnlessToldOtherwise() throws Exception {
    assertTrue(Settings.load(Map.of(), Map.of(), null).documents());
    assertFalse(Settings.load(Map.of(), Map.of(), file("documents = false\n")).documents());
    assertTrue(
        Settings.load(
                Map.of(), Map.of("RELAYWITNESS_DOCUMENTS", "true"), file("documents = false\n"))
            .documents());
    assertThrows(
        InvalidSettingsException.class,
        () -> Settings.load(Map.of(), Map.of("RELAYWITNESS_DOCUMENTS", "perhaps"), null));
  }

  @Test
  void problems_allReportedTogether() throws Exception {
    Path file = file("prot = 1\nport = many\ndatabase = mysql://user:hunter2@host/\n");

    InvalidSettingsException e =
        assertThrows(
            InvalidSettingsException.class,
            () -> Settings.load(Map.of(), Map.of("RELAYWITNESS_HOTS", "x"), file));

    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("unknown key \"prot\""), message);
    assertTrue(message.contains("port: found \"many\", expected a number from 0 to 65535"));
    assertTrue(message.contains("database: expected a JDBC URL"));
    assertTrue(message.contains("unknown environment variable RELAYWITNESS_HOTS"));
    assertFalse(message.contains("hunter2"), "a password is never printed");
  }

  @Test
  void networks_areReadWithAndWithoutPrefixLength() throws Exception {
    Settings settings =
        Settings.load(
            Map.of(),
            Map.of(
                "RELAYWITNESS_REQUESTS_PER_SECOND",
                "20",
                "RELAYWITNESS_TRUSTED_PROXIES",
                "127.0.0.1, 2001:db8::/32"),
            null);

    assertEquals(20, settings.fairUse().requestsPerSecond());
    assertEquals(0, settings.fairUse().bulkRequestsPerSecond());
    assertEquals(
        List.of("127.0.0.1/32", "2001:db8::/32"),
        settings.fairUse().trustedProxies().stream().map(IpNetwork::toString).toList());
    InvalidSettingsException e =
        assertThrows(
            InvalidSettingsException.class,
            () ->
                Settings.load(
                    Map.of(), Map.of("RELAYWITNESS_UNLIMITED_NETWORKS", "192.0.2.0/33"), null));
    assertTrue(String.valueOf(e.getMessage()).contains("192.0.2.0/33"));
  }

  @Test
  void publicUrl_isAWebAddressWithoutQuery() throws Exception {
    Settings settings =
        Settings.load(
            Map.of(), Map.of("RELAYWITNESS_PUBLIC_URL", "https://witness.example/tor/"), null);

    assertEquals("https://witness.example/tor/", String.valueOf(settings.site().publicUrl()));
    for (String wrong : List.of("witness.example", "ftp://witness.example/", "https://a/?b=c")) {
      InvalidSettingsException e =
          assertThrows(
              InvalidSettingsException.class,
              () -> Settings.load(Map.of(), Map.of("RELAYWITNESS_PUBLIC_URL", wrong), null));
      assertTrue(String.valueOf(e.getMessage()).contains("public-url: found \"" + wrong + "\""));
    }
  }

  @Test
  void operatorAndContact_areOneLineEach() throws Exception {
    Settings settings =
        Settings.load(
            Map.of(),
            Map.of(
                "RELAYWITNESS_OPERATOR", " Example Institute ",
                "RELAYWITNESS_CONTACT", "witness@example.org"),
            null);

    assertEquals("Example Institute", settings.site().operator());
    assertEquals("mailto:witness@example.org", settings.site().contactLink());
    for (String wrong : List.of(" ", "two\nlines", "x".repeat(201))) {
      InvalidSettingsException e =
          assertThrows(
              InvalidSettingsException.class,
              () -> Settings.load(Map.of(), Map.of("RELAYWITNESS_CONTACT", wrong), null));
      assertTrue(String.valueOf(e.getMessage()).contains("contact: expected one line"));
    }
  }

  @Test
  void everyKey_isDocumentedInTheShippedFile() throws IOException {
    String shipped = Files.readString(Path.of("etc", "relaywitness.properties"));
    for (Settings.Key key : Settings.Key.values()) {
      assertTrue(shipped.contains("#" + key.property() + " = "), key.property());
    }
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("relaywitness.properties"), content);
  }
}
