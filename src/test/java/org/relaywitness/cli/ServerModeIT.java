package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.DatabaseConfig;
import org.relaywitness.store.DatabaseLogin;
import org.relaywitness.store.DatabaseTimeouts;
import org.relaywitness.store.Store;
import org.relaywitness.store.StoreException;
import org.relaywitness.store.TestCluster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * On PostgreSQL servers of an operator's: roles, TLS, a replica that is behind, and a failover. The
 * tests tell one story, in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerModeIT {
  private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
  private static final SampleOptions SAMPLE = SampleOptions.of(7, 60, 20, 5, START);

  private static final String ABSENT = "192.0.1.9";

  /** Held by the primary alone, once the replica has stopped replaying. */
  private static final Instant LATE = START.plus(Duration.ofDays(5));

  @TempDir static Path folder = Path.of("");
  private static final List<ServedProcess> SERVED = new ArrayList<>();
  private static TestCluster primary;

  @SuppressWarnings("NullAway.Init") // the tests before make it, as those below
  private static TestCluster standby;

  @SuppressWarnings("NullAway.Init")
  private static ServedProcess onPrimary;

  @SuppressWarnings("NullAway.Init")
  private static ServedProcess onStandby;

  @BeforeAll
  static void prepare() throws Exception {
    new SampleArchive(SAMPLE).writeFiles(folder.resolve("sample"));
    makeCertificate("server");
    makeCertificate("other");
    primary =
        TestCluster.create(
            Files.createDirectory(folder.resolve("servers")),
            """
            ssl = on
            ssl_cert_file = '%s'
            ssl_key_file = '%s'
            """
                .formatted(folder.resolve("server.crt"), folder.resolve("server.key")));
  }

  @AfterAll
  static void end() throws Exception {
    for (ServedProcess process : SERVED) {
      process.close();
    }
    if (standby != null) {
      standby.close();
    }
    if (primary != null) {
      primary.close();
    }
  }

  /** A certificate for 127.0.0.1, which is its own authority. */
  private static void makeCertificate(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=test",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertEquals(0, keytool.waitFor(), () -> "keytool: " + folder.resolve("keytool.txt"));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(new ByteArrayInputStream(Files.readAllBytes(store)), "secret".toCharArray());
    pem("CERTIFICATE", keys.getCertificate("server").getEncoded(), name + ".crt");
    pem("PRIVATE KEY", keys.getKey("server", "secret".toCharArray()).getEncoded(), name + ".key");
    Files.setPosixFilePermissions(
        folder.resolve(name + ".key"), PosixFilePermissions.fromString("rw-------"));
  }

  private static void pem(String kind, byte[] content, String name) throws IOException {
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
            + "\n-----END "
            + kind
            + "-----\n");
  }

  /** The configuration of an operator, one for all commands. */
  private static String[] with(String writeUrl, String readUrl, String... arguments)
      throws IOException {
    Path writer = Files.writeString(folder.resolve("writer"), "relaywitness\n");
    Path reader = Files.writeString(folder.resolve("reader"), "relaywitness_read\n");
    Path file = Files.createTempFile(folder, "config", ".properties");
    Files.writeString(
        file,
        """
        data = %s
        database = %s
        database-user = relaywitness
        database-password-file = %s
        read-database = %s
        read-database-user = relaywitness_read
        read-database-password-file = %s
        authorities = %s
        connect-timeout = 3
        """
            .formatted(
                folder.resolve("data"),
                writeUrl,
                writer,
                readUrl,
                reader,
                folder.resolve("sample").resolve("authorities.tsv")));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", file.toString()));
    return all.toArray(String[]::new);
  }

  private static List<String> documents(boolean late) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("sample"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("authorities.tsv"))
          .filter(file -> late == isLate(file.getFileName().toString()))
          .sorted(Comparator.naturalOrder())
          .map(Path::toString)
          .toList();
    }
  }

  private static boolean isLate(String name) {
    return name.startsWith("2024-") && name.compareTo(LATE.toString().substring(0, 10)) >= 0;
  }

  private static Program.Result importing(String url, boolean late) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("import", "--json", "--no-documents"));
    arguments.addAll(documents(late));
    return Program.run(with(url, url, arguments.toArray(String[]::new)));
  }

  private static ServedProcess serve(String readUrl) throws IOException {
    ServedProcess served = ServedProcess.start(with(primary.url(), readUrl, ServedProcess.SERVE));
    SERVED.add(served);
    return served;
  }

  private static String late(String address) {
    return "/api/v1/lookup?address=" + address + "&at=" + LATE.plus(Duration.ofHours(6));
  }

  @Test
  @Order(1)
  void serve_beforeAnyImport_saysWhatIsLackingAndMakesNothing() throws Exception {
    Program.Result result =
        Program.run(with(primary.url(), primary.url(), ServedProcess.SERVE)).exited(ExitCode.FAULT);

    assertTrue(result.err().contains("its schema lacks V001"), result.err());
    assertTrue(result.err().contains("run an import with this version"), result.err());
    assertEquals("0", primary.ask("select count(*) from pg_tables where schemaname = 'public'"));
  }

  @Test
  @Order(2)
  void superuserAndReader_mayNotImport() {
    DatabaseLogin reader =
        new DatabaseLogin(primary.url(), "relaywitness_read", "relaywitness_read");
    assertRefused(reader, "may only read");
    assertRefused(primary.superuser(), "is a superuser");
  }

  private static void assertRefused(DatabaseLogin login, String reason) {
    StoreException fault =
        assertThrows(
            StoreException.class,
            () ->
                Store.open(
                        new DatabaseConfig(login, login, 2, DatabaseTimeouts.DEFAULT, false, true))
                    .close());
    assertTrue(String.valueOf(fault.getMessage()).contains(reason), fault.getMessage());
  }

  @Test
  @Order(3)
  void import_overTls_byItsOwnRole_isReadByTheOther() throws Exception {
    String verified =
        primary.url() + "?sslmode=verify-full&sslrootcert=" + folder.resolve("server.crt");
    assertEquals(
        5 * 24,
        importing(verified, false).exited(0).lastLine().at("/documents/consensuses").intValue());

    onPrimary = serve(verified);
    assertEquals(
        "t",
        primary.ask(
            "select bool_and(ssl) from pg_stat_ssl s join pg_stat_activity a using (pid)"
                + " where a.usename = 'relaywitness_read'"));
    assertEquals(
        "f", primary.ask("select has_table_privilege('relaywitness_read', 'run', 'insert')"));
  }

  @Test
  @Order(4)
  void serve_toAServerWithAnotherCertificate_isRefused() throws Exception {
    Program.Result result =
        Program.run(
                with(
                    primary.url(),
                    primary.url()
                        + "?sslmode=verify-full&sslrootcert="
                        + folder.resolve("other.crt"),
                    ServedProcess.SERVE))
            .exited(ExitCode.FAULT);

    assertTrue(result.err().contains("SSL error"), result.err());
  }

  @Test
  @Order(5)
  void serve_asSuperuser_isRefusedUnlessAllowed() throws Exception {
    Path password = Files.writeString(folder.resolve("admin"), primary.superuser().password());
    Path file =
        Files.writeString(
            folder.resolve("superuser.properties"),
            "database = "
                + primary.url()
                + "\ndatabase-user = "
                + primary.superuser().user()
                + "\ndatabase-password-file = "
                + password
                + "\n");
    Program.Result refused =
        Program.run("coverage", "--config", file.toString()).exited(ExitCode.FAULT);
    assertTrue(refused.err().contains("is a superuser"), refused.err());
    assertFalse(refused.err().contains(primary.superuser().password()), refused.err());

    Program.run("coverage", "--allow-superuser", "--config", file.toString()).exited(0);
  }

  @Test
  @Order(6)
  void replica_thatIsCaughtUp_answersTheSame() throws Exception {
    standby = primary.standby();
    onStandby = serve(standby.url());
    // The primary was away for a moment: its next question is answered all the same.
    String question = "/api/v1/lookup?address=" + ABSENT + "&at=2024-03-03T12:30:00Z";
    JsonNode fromPrimary = onPrimary.json(question);
    JsonNode fromStandby = onStandby.json(question);

    assertEquals("not_listed", fromPrimary.at("/verdict").asString());
    assertTrue(fromPrimary.at("/coverage/replica").isMissingNode());
    assertTrue(fromStandby.at("/coverage/replica/delay_seconds").isNumber());
    ((ObjectNode) fromStandby.get("coverage")).remove("replica");
    assertEquals(fromPrimary, fromStandby);
    assertTrue(onStandby.adminJson("/health/ready").get("replica").booleanValue());
  }

  @Test
  @Order(7)
  void replica_thatIsBehind_neverTurnsWhatItLacksIntoANo() throws Exception {
    // A transaction that it replays, so that it can tell how old what it holds is.
    primary.execute("select pg_current_xact_id()");
    while (!"t".equals(standby.ask("select pg_last_xact_replay_timestamp() is not null"))) {
      Thread.sleep(50);
    }
    standby.execute("select pg_wal_replay_pause()");
    importing(primary.url(), true).exited(0);
    Instant asked = LATE.plus(Duration.ofHours(6));
    String listed =
        String.valueOf(
            primary.ask(
                "select host(address) from run where last_valid_after >= first_valid_after and first_valid_after >= timestamptz '"
                    + LATE
                    + "' and last_valid_after >= timestamptz '"
                    + asked
                    + "' limit 1"));
    for (String address : List.of(ABSENT, listed)) {
      JsonNode fromPrimary = onPrimary.json(late(address));
      JsonNode fromStandby = onStandby.json(late(address));

      assertTrue(fromPrimary.at("/coverage/complete").booleanValue());
      assertEquals(
          address.equals(ABSENT), fromPrimary.at("/verdict").asString().equals("not_listed"));
      assertFalse(fromStandby.at("/coverage/complete").booleanValue());
      assertNotEquals("not_listed", fromStandby.at("/verdict").asString());
      assertTrue(fromStandby.at("/coverage/replica/delay_seconds").isNumber());
    }
    assertEquals("inconclusive", onStandby.json(late(ABSENT)).at("/verdict").asString());
    String page = onStandby.text("/?ip=" + ABSENT + "&at=" + LATE.plus(Duration.ofHours(6)));
    assertTrue(page.contains("A missing record never counts as a “no”"), page);
    assertTrue(onStandby.metric("relaywitness_replica_delay_seconds") >= 0);
  }

  @Test
  @Order(8)
  void replica_thatGoesOn_answersAsThePrimary() throws Exception {
    standby.execute("select pg_wal_replay_resume()");
    String newest = primary.ask("select pg_current_wal_lsn()");
    while (!"t".equals(standby.ask("select pg_last_wal_replay_lsn() >= '" + newest + "'"))) {
      Thread.sleep(50);
    }

    assertEquals("not_listed", onStandby.json(late(ABSENT)).at("/verdict").asString());
    assertEquals(0, onStandby.json(late(ABSENT)).at("/coverage/replica/delay_seconds").intValue());
  }

  @Test
  @Order(9)
  void failover_whileServing_theNextQuestionIsAnsweredAndImportsGoOn() throws Exception {
    String hosts = "jdbc:postgresql://" + primary.host() + "," + standby.host() + "/relaywitness";
    ServedProcess onBoth = serve(hosts + "?targetServerType=preferPrimary");
    JsonNode before = onBoth.json(late(ABSENT));
    assertTrue(before.at("/coverage/replica").isMissingNode(), "it asks the primary");

    primary.stop("immediate");
    JsonNode between = onBoth.json(late(ABSENT));
    assertEquals("not_listed", between.at("/verdict").asString());
    assertTrue(between.at("/coverage/replica").isObject(), "it asks the replica");

    standby.promote();
    assertEquals("not_listed", onBoth.json(late(ABSENT)).at("/verdict").asString());
    JsonNode again = importing(hosts + "?targetServerType=primary", true).exited(0).lastLine();
    assertEquals(0, again.at("/documents/consensuses").intValue());
    assertTrue(again.at("/documents/known").intValue() > 0);
  }
}
