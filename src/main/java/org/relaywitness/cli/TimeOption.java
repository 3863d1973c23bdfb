package org.relaywitness.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An instant on the command line: with its offset, or a day or month in UTC, meaning its start. */
final class TimeOption implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String value) {
    String text = value.strip();
    try {
      if (text.matches("[0-9]{4}-[0-9]{2}")) {
        return YearMonth.parse(text).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "found \""
              + text
              + "\", expected an instant with offset (2024-03-05T13:00:00Z), a day (2024-03-05) or a"
              + " month (2024-03), both in UTC");
    }
  }
}
