package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.cli.Settings.InvalidSettingsException;
import org.relaywitness.evidence.pades.TestCertificates;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.store.DatabaseConfig;

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
    for (String wrong : List.of("two\nlines", "x".repeat(201))) {
      InvalidSettingsException e =
          assertThrows(
              InvalidSettingsException.class,
              () -> Settings.load(Map.of(), Map.of("RELAYWITNESS_CONTACT", wrong), null));
      assertTrue(String.valueOf(e.getMessage()).contains("contact: expected one line"));
    }
  }

  @Test
  void keys_inTheProgramTheShippedFileAndTheDocument_areTheSame() throws IOException {
    Set<String> known = new TreeSet<>();
    for (Settings.Key key : Settings.Key.values()) {
      known.add(key.property());
    }
    String shipped = Files.readString(Path.of("etc", "relaywitness.properties"));
    String document = Files.readString(Path.of("docs", "configuration.md"));

    assertEquals(known, found("(?m)^#([a-z-]+) = ", shipped));
    assertEquals(known, found("(?m)^\\| `([a-z-]+)` \\|", document));
  }

  @Test
  void defaults_inTheShippedFileAndTheDocument_areThoseOfTheProgram() throws IOException {
    String shipped = Files.readString(Path.of("etc", "relaywitness.properties"));
    String document = Files.readString(Path.of("docs", "configuration.md"));
    for (Settings.Key key : Settings.Key.values()) {
      if (key.standard() != null) {
        String line = "#" + key.property() + " = " + key.standard() + "\n";
        assertTrue(shipped.contains(line), line);
        String row = "| `" + key.property() + "` | `" + key.standard() + "` |";
        assertTrue(document.contains(row), row);
      }
    }
  }

  @Test
  void shippedFile_withEveryLineInEffect_isAccepted() throws Exception {
    String shipped =
        Files.readString(Path.of("etc", "relaywitness.properties"))
            .replaceAll("(?m)^#([a-z-]+ = )", "$1")
            .replaceAll(
                "/etc/relaywitness/[a-z-]*password", secret(TestCertificates.PASSWORD).toString())
            .replace("/etc/relaywitness/signing.p12", signingKey().toString());
    Settings settings = Settings.load(Map.of(), Map.of(), file(shipped));

    DatabaseConfig server = Objects.requireNonNull(settings.database());
    assertEquals("relaywitness", server.writing().user());
    assertEquals("relaywitness_read", server.reading().user());
    assertEquals(TestCertificates.PASSWORD, server.reading().password());
    assertTrue(server.reading().url().contains("replica1,replica2"));
    assertTrue(server.superuserRefused());
    assertEquals(9090, settings.admin().port());
  }

  private static Set<String> found(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      assertTrue(found.add(String.valueOf(matcher.group(1))), () -> "twice: " + matcher.group(1));
    }
    return found;
  }

  @Test
  void server_withoutAReader_isReadByItsWriter() throws Exception {
    Settings settings =
        Settings.load(
            Map.of(Settings.Key.DATABASE, "jdbc:postgresql://h/d"),
            Map.of("RELAYWITNESS_DATABASE_USER", "w", "RELAYWITNESS_STATEMENT_TIMEOUT", "7"),
            null);

    DatabaseConfig server = Objects.requireNonNull(settings.database());
    assertEquals(server.writing(), server.reading());
    assertEquals(7, server.timeouts().statement().toSeconds());
  }

  @Test
  void secrets_inAUrl_areRefusedAndNotRepeated() {
    for (String url :
        List.of(
            "jdbc:postgresql://h/d?password=hunter2",
            "jdbc:postgresql://h/d?user=x&sslPassword=hunter2")) {
      String message = problemOf(Map.of("RELAYWITNESS_DATABASE", url));
      assertTrue(message.contains("database: holds a password"), message);
      assertFalse(message.contains("hunter2"), message);
    }
    String simple =
        problemOf(Map.of("RELAYWITNESS_DATABASE", "jdbc:postgresql://h/d?preferQueryMode=simple"));
    assertTrue(simple.contains("preferquerymode would put what is looked up"), simple);
  }

  @Test
  void secrets_inAFileThatIsNone_areNotRepeated() throws Exception {
    Path two = secret("one\ntwo");
    String message =
        problemOf(
            Map.of(
                "RELAYWITNESS_DATABASE",
                "jdbc:postgresql://h/d",
                "RELAYWITNESS_DATABASE_PASSWORD_FILE",
                two.toString(),
                "RELAYWITNESS_READ_DATABASE_PASSWORD_FILE",
                folder.resolve("nowhere").toString()));

    assertTrue(message.contains("database-password-file: " + two + " holds no password, or more"));
    assertTrue(message.contains("read-database-password-file: cannot read"), message);
    assertTrue(message.contains("set without read-database-user"), message);
    assertFalse(message.contains("two\n"), message);
  }

  @Test
  void keysOfAServer_withoutOne_areRefused() {
    String message = problemOf(Map.of("RELAYWITNESS_READ_DATABASE_USER", "x"));

    assertTrue(message.contains("read-database-user: is set, and database"), message);
  }

  @Test
  void values_emptyOrSetTwiceOrOutOfRange_areRefused() throws Exception {
    InvalidSettingsException e =
        assertThrows(
            InvalidSettingsException.class,
            () ->
                Settings.load(
                    Map.of(),
                    Map.of("RELAYWITNESS_HOST", " "),
                    file(
                        """
                        port = 1
                        port = 2
                        log-format = xml
                        database-connections = 0
                        lock-timeout = -1
                        admin-port = 65536
                        """)));

    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("host: is empty (RELAYWITNESS_HOST)"), message);
    assertTrue(message.contains("the key \"port\" is set twice"), message);
    assertTrue(message.contains("log-format: found \"xml\", expected text, json"), message);
    assertTrue(message.contains("database-connections: found \"0\""), message);
    assertTrue(message.contains("lock-timeout: found \"-1\""), message);
    assertTrue(message.contains("admin-port: found \"65536\""), message);
  }

  private static String problemOf(Map<String, String> environment) {
    return String.valueOf(
        assertThrows(
                InvalidSettingsException.class, () -> Settings.load(Map.of(), environment, null))
            .getMessage());
  }

  private Path signingKey() {
    TestCertificates authority = new TestCertificates(Instant.now());
    return TestCertificates.write(authority.signer("EC"), folder.resolve("signing.p12"));
  }

  private Path secret(String content) throws IOException {
    return Files.writeString(folder.resolve("secret"), content + "\n");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("relaywitness.properties"), content);
  }
}
