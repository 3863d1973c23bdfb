package org.relaywitness.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.pades.ReportSigner;
import org.relaywitness.evidence.pades.SigningKey;
import org.relaywitness.evidence.pades.SigningKeyException;
import org.relaywitness.evidence.pades.TimestampAuthority;

/** The settings by which reports are signed. */
final class SigningValues {
  private static final String WITHOUT_KEY =
      ": there is no " + Settings.Key.SIGNING_KEY_FILE.property();

  private final SettingValues values;
  private final List<String> problems;

  /** What is wrong with the values is added to {@code problems}. */
  SigningValues(SettingValues values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Who signs; {@code null}: nobody. */
  @Nullable ReportSigner find() {
    Path file = values.path(Settings.Key.SIGNING_KEY_FILE);
    String password = values.secret(Settings.Key.SIGNING_KEY_PASSWORD_FILE);
    URI timestamps = values.webAddress(Settings.Key.TIMESTAMP_URL);
    boolean required = values.truth(Settings.Key.TIMESTAMP_REQUIRED);
    if (file == null) {
      refuseWithoutKey(Settings.Key.SIGNING_KEY_PASSWORD_FILE);
      refuseWithoutKey(Settings.Key.TIMESTAMP_URL);
      refuseWithoutKey(Settings.Key.TIMESTAMP_REQUIRED);
      return null;
    }
    if (values.find(Settings.Key.SIGNING_KEY_PASSWORD_FILE) == null) {
      problems.add(
          Settings.Key.SIGNING_KEY_PASSWORD_FILE.property()
              + ": expected the file that holds the password of the signing key");
    }
    if (password == null) {
      return null;
    }
    Clock clock = Clock.systemUTC();
    try {
      SigningKey key = SigningKey.load(file, password.toCharArray(), clock.instant());
      return new ReportSigner(
          key,
          timestamps == null ? null : new TimestampAuthority(timestamps, clock),
          required,
          clock);
    } catch (SigningKeyException e) {
      problems.add(Settings.Key.SIGNING_KEY_FILE.property() + ": " + e.getMessage());
      return null;
    }
  }

  private void refuseWithoutKey(Settings.Key key) {
    if (values.isSet(key)) {
      problems.add(key.property() + WITHOUT_KEY);
    }
  }
}
