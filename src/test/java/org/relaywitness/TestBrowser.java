package org.relaywitness;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The system's Chromium, without a window. */
public final class TestBrowser {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestBrowser() {}

  /** Skips the test by name where there is no Chromium; with {@code CI=true} it fails instead. */
  public static void require() {
    boolean present = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(present, "skipped: " + CHROMIUM + " or " + DRIVER + " is not there");
    }
    assertTrue(present, "CI needs " + CHROMIUM + " and " + DRIVER);
  }

  /**
   * Starts it.
   *
   * @param profile an empty folder, for this browser alone
   */
  public static ChromeDriver start(Path profile, boolean javaScript) {
    return start(profile, javaScript, new ChromeOptions());
  }

  /** Starts it with JavaScript, so that it notes all that goes over the network. */
  public static ChromeDriver startNoting(Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setCapability("goog:loggingPrefs", Map.of("performance", "ALL"));
    return start(profile, true, options);
  }

  private static ChromeDriver start(Path profile, boolean javaScript, ChromeOptions options) {
    options.setBinary(CHROMIUM.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    if (!javaScript) {
      options.setExperimentalOption(
          "prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
    }
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    return new ChromeDriver(service, options);
  }

  /**
   * Sends the page's form and waits until the page that follows is there, seen by an element that
   * the form's page does not have: a click returns before the next page has loaded.
   */
  public static void submit(ChromeDriver browser, String elementOfTheNextPage) {
    browser.findElement(By.cssSelector("form[method=get] button[type=submit]")).click();
    new WebDriverWait(browser, PATIENCE)
        .until(driver -> !driver.findElements(By.cssSelector(elementOfTheNextPage)).isEmpty());
  }
}
