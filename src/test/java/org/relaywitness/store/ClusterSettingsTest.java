package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {
  private final ClusterSettings settings = new ClusterSettings(Path.of("unused"), true);

  @Test
  void verify_serverThatDoesNotAnswer_isNotTakenForAWrongSetting() {
    StoreException unanswered =
        assertThrows(StoreException.class, () -> settings.verify(setting -> null));

    String message = String.valueOf(unanswered.getMessage());
    assertTrue(message.contains("does not answer"), message);
    assertFalse(message.contains("fsync"), message);
  }

  @Test
  void verify_settings_areHeldToThoseThatDataSurviveBy() {
    assertDoesNotThrow(
        () -> settings.verify(setting -> setting.equals("listen_addresses") ? "127.0.0.1" : "on"));
    StoreException unsafe =
        assertThrows(
            StoreException.class,
            () ->
                settings.verify(
                    setting ->
                        setting.equals("fsync")
                            ? "off"
                            : setting.equals("listen_addresses") ? "127.0.0.1" : "on"));

    assertTrue(String.valueOf(unsafe.getMessage()).contains("fsync is off"));
  }
}
