package org.relaywitness.web;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.relaywitness.lookup.CoverageDay;
import org.relaywitness.lookup.CoverageDay.Held;

/**
 * A picture of what is held: one row for each year with a column for each day, or one row for each
 * day with a column for each hour. All cells of a kind are one path, and neighbours one rectangle
 * in it, so that nineteen years stay a small picture.
 */
public final class Calendar {
  private static final int LEFT = 56;
  private static final int TOP = 24;

  private final int rowHeight;
  private final int barHeight;
  private final int listHeight;
  private final int cell;
  private final int columns;
  private final List<Label> rows = new ArrayList<>();
  private final List<Label> heads = new ArrayList<>();
  private final Map<Held, StringBuilder> paths = new EnumMap<>(Held.class);

  private Calendar(int cell, int columns, int rowHeight, int barHeight, int listHeight) {
    this.cell = cell;
    this.columns = columns;
    this.rowHeight = rowHeight;
    this.barHeight = barHeight;
    this.listHeight = listHeight;
  }

  /** A text at a place. */
  public record Label(int x, int y, String text) {}

  /** All cells of one kind. */
  public record Shape(String kind, String path) {}

  private interface States {
    Held at(int column);
  }

  /** One row for each year of these days. */
  static Calendar ofYears(List<CoverageDay> days, List<String> monthNames) {
    Calendar calendar = new Calendar(2, 366, 27, 13, 6);
    for (int month = 1; month <= 12; month++) {
      // The first of a month in a leap year: a few units off in others.
      int day = LocalDate.of(2024, month, 1).getDayOfYear() - 1;
      calendar.heads.add(new Label(LEFT + 2 * day, TOP - 8, monthNames.get(month - 1)));
    }
    int next = 0;
    while (next < days.size()) {
      int year = days.get(next).date().getYear();
      CoverageDay[] row = new CoverageDay[366];
      for (; next < days.size() && days.get(next).date().getYear() == year; next++) {
        row[days.get(next).date().getDayOfYear() - 1] = days.get(next);
      }
      calendar.addRow(
          Integer.toString(year),
          day -> row[day] == null ? Held.NOTHING_DUE : row[day].consensuses(),
          day -> row[day] == null ? Held.NOTHING_DUE : row[day].exitLists());
    }
    return calendar;
  }

  /** One row for each day of the month. */
  static Calendar ofMonth(List<CoverageDay> days, YearMonth month) {
    Calendar calendar = new Calendar(20, 24, 19, 10, 4);
    for (int hour = 0; hour < 24; hour += 3) {
      calendar.heads.add(
          new Label(LEFT + 20 * hour, TOP - 8, String.format(Locale.ROOT, "%02d", hour)));
    }
    for (int day = 1; day <= month.lengthOfMonth(); day++) {
      LocalDate date = month.atDay(day);
      CoverageDay found =
          days.stream()
              .filter(one -> one.date().equals(date))
              .findFirst()
              .orElse(new CoverageDay(date, 0, 0, 0, 0, 0, 0));
      calendar.addRow(Integer.toString(day), found::consensuses, found::exitLists);
    }
    return calendar;
  }

  private void addRow(String label, States consensuses, States lists) {
    int top = TOP + rowHeight * rows.size();
    rows.add(new Label(0, top + barHeight, label));
    addBar(top, barHeight, consensuses);
    addBar(top + barHeight + 1, listHeight, lists);
  }

  private void addBar(int y, int height, States states) {
    int start = 0;
    for (int column = 1; column <= columns; column++) {
      Held held = states.at(start);
      if (column == columns || states.at(column) != held) {
        if (held != Held.NOTHING_DUE) {
          paths
              .computeIfAbsent(held, kind -> new StringBuilder())
              .append('M')
              .append(LEFT + cell * start)
              .append(' ')
              .append(y)
              .append('h')
              .append(cell * (column - start))
              .append('v')
              .append(height)
              .append("h-")
              .append(cell * (column - start))
              .append('z');
        }
        start = column;
      }
    }
  }

  /** Width in the picture's own units. */
  public int width() {
    return LEFT + cell * columns;
  }

  /** Height in the picture's own units. */
  public int height() {
    return TOP + rowHeight * rows.size();
  }

  /** The names of the rows. */
  public List<Label> rows() {
    return List.copyOf(rows);
  }

  /** The names over the columns. */
  public List<Label> heads() {
    return List.copyOf(heads);
  }

  /** The cells, one shape for each kind that occurs. */
  public List<Shape> shapes() {
    return paths.entrySet().stream()
        .map(
            entry ->
                new Shape(
                    entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue().toString()))
        .toList();
  }
}
