package org.relaywitness;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The system's Chromium, without a window. With the system property {@code page.pictures} set to a
 * folder, tests leave pictures of the pages there.
 */
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

  /** Types a value into the field of this id, in place of what stands there. */
  public static void fill(ChromeDriver browser, String field, String value) {
    WebElement input = browser.findElement(By.id(field));
    input.clear();
    input.sendKeys(value);
  }

  /**
   * Sends the page's form and waits until the page that follows is there, seen by an element that
   * the form's page does not have.
   */
  public static void submit(ChromeDriver browser, String elementOfTheNextPage) {
    browser.findElement(By.cssSelector("form[method=get] button[type=submit]")).click();
    await(browser, elementOfTheNextPage);
  }

  /** Waits for such an element: a click returns before the next page has loaded. */
  public static void await(ChromeDriver browser, String selector) {
    new WebDriverWait(browser, PATIENCE)
        .until(driver -> !driver.findElements(By.cssSelector(selector)).isEmpty());
  }

  /** The text that is seen of the first such element. */
  public static String text(ChromeDriver browser, String selector) {
    return browser.findElement(By.cssSelector(selector)).getText();
  }

  /** Makes the page so large, in pixels of CSS. */
  public static void setWindow(ChromeDriver browser, int width, int height) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** In the colours that are {@code light} or {@code dark}. */
  public static void setScheme(ChromeDriver browser, String scheme) {
    setMedia(browser, "", scheme);
  }

  /** As on {@code screen} or in {@code print}, whichever is shown; empty for what it is. */
  public static void setMedia(ChromeDriver browser, String media, String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            media,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** The page as a PDF, on paper of this size in inches. */
  public static byte[] printed(ChromeDriver browser, double width, double height) {
    Map<String, Object> result =
        browser.executeCdpCommand(
            "Page.printToPDF", Map.of("paperWidth", width, "paperHeight", height));
    return Base64.getDecoder().decode(String.valueOf(result.get("data")));
  }

  /** Whether {@link #picture} leaves any. */
  public static boolean takesPictures() {
    return !System.getProperty("page.pictures", "").isEmpty();
  }

  /** Leaves a picture of what is seen under this name, where pictures are wanted. */
  public static void picture(ChromeDriver browser, String name) {
    if (!takesPictures()) {
      return;
    }
    try {
      Path folder = Files.createDirectories(Path.of(System.getProperty("page.pictures", "")));
      Files.write(folder.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
