package dev.lamina.internal.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Gives a parameterized test each row of tab-separated tables, a cell a parameter. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(TableSource.Rows.class)
public @interface TableSource {
  /** The tables, as resources under {@code dev/lamina}. */
  String[] value();

  /** Reads the tables. */
  final class Rows implements ArgumentsProvider, AnnotationConsumer<TableSource> {
    private List<String> tables = List.of();

    @Override
    public void accept(TableSource source) {
      tables = List.of(source.value());
    }

    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return tables.stream().flatMap(Rows::of).map(row -> Arguments.of((Object[]) row));
    }

    static Stream<String[]> of(String table) {
      List<String> lines = text(table).lines().toList();
      int width = cells(lines.get(0), 0).length;
      return lines.stream().skip(1).map(line -> cells(line, width));
    }

    private static String[] cells(String line, int width) {
      String[] found = line.split("\t", -1);
      String[] cells = new String[Math.max(width, found.length)];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = i < found.length ? unescape(found[i]) : "";
      }
      return cells;
    }

    private static String unescape(String cell) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < cell.length(); i++) {
        char c = cell.charAt(i);
        out.append(c == '\\' ? unescaped(cell.charAt(++i)) : c);
      }
      return out.toString();
    }

    private static char unescaped(char c) {
      return switch (c) {
        case 't' -> '\t';
        case 'n' -> '\n';
        case 'r' -> '\r';
        default -> c;
      };
    }

    /** Returns a resource under {@code dev/lamina} as text. */
    public static String text(String resource) {
      try (InputStream in = TableSource.class.getResourceAsStream("/dev/lamina/" + resource)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
