package org.relaywitness.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the embedded server is set: written before each start, and asked for after it. */
final class ClusterSettings {
  /** Included by the server's own file of settings. */
  static final String FILE = "relaywitness.conf";

  private final Path data;
  private final boolean durable;

  /** Tells what the server has for a setting; {@code null} when it does not answer. */
  interface Asking {
    @Nullable String find(String setting) throws IOException;
  }

  ClusterSettings(Path data, boolean durable) {
    this.data = data;
    this.durable = durable;
  }

  void write(int port) throws IOException {
    String safe = durable ? "on" : "off";
    String settings =
        """
        # Written at each start.
        port = %d
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        password_encryption = 'scram-sha-256'
        fsync = %s
        synchronous_commit = %s
        full_page_writes = %s
        max_connections = 50
        shared_buffers = 128MB
        work_mem = 16MB
        maintenance_work_mem = 64MB
        max_wal_size = 1GB
        min_wal_size = 80MB
        wal_level = minimal
        max_wal_senders = 0
        wal_compression = on
        checkpoint_timeout = 15min
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_min_messages = warning
        log_min_error_statement = panic
        log_error_verbosity = terse
        log_statement = none
        log_min_duration_statement = -1
        log_parameter_max_length = 0
        log_parameter_max_length_on_error = 0
        """
            .formatted(port, safe, safe, safe);
    Files.writeString(data.resolve(FILE), settings);
  }

  /**
   * Checks what data survive by.
   *
   * @throws StoreException when the server has another setting
   */
  void verify(Asking server) throws IOException {
    Map<String, String> expected =
        durable
            ? Map.of(
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "data_checksums", "on",
                "listen_addresses", "127.0.0.1")
            : Map.of("listen_addresses", "127.0.0.1");
    for (Map.Entry<String, String> setting : expected.entrySet()) {
      String found = server.find(setting.getKey());
      if (!setting.getValue().equals(found)) {
        throw new StoreException(
            "start the embedded database",
            "its setting "
                + setting.getKey()
                + " is "
                + found
                + ", and must be "
                + setting.getValue(),
            null);
      }
    }
  }
}
