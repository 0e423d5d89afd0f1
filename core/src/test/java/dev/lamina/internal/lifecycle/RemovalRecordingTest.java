package dev.lamina.internal.lifecycle;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ImageId;
import dev.lamina.Reference;
import dev.lamina.RemovalStep;
import dev.lamina.RemoveOption;
import dev.lamina.internal.tables.TableSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;

/** The planner against what an engine did with 385 images. */
final class RemovalRecordingTest {
  private static final String D1 = "sha256:" + "1".repeat(64);
  private static final String D2 = "sha256:" + "2".repeat(64);

  private final TestState store = new TestState();

  private record Row(ArgumentsAccessor cells) {
    String cell(int index) {
      return cells.getString(index);
    }

    List<String> names() {
      return cell(0).isEmpty() ? List.of() : List.of(cell(0).split(" "));
    }

    String argument() {
      return cell(1);
    }

    Set<RemoveOption> options() {
      return cell(4).equals("1") ? Set.of(RemoveOption.FORCE) : Set.of();
    }
  }

  @ParameterizedTest
  @TableSource("lifecycle/removals.tsv")
  void prepare_asRecorded_doesWhatEngineDid(ArgumentsAccessor cells) {
    Row row = new Row(cells);
    given(row);
    String typed = typed(row.argument());

    PlannedRemoval removal =
        RemovalPlanner.prepare(store.state(), typed, Optional.empty(), row.options());

    check(row, removal);
  }

  @ParameterizedTest
  @TableSource("lifecycle/removals.tsv")
  void prepare_exactly_doesTheSame(ArgumentsAccessor cells) {
    Row row = new Row(cells);
    given(row);
    Reference exact =
        row.argument().endsWith("ID")
            ? new ImageId(store.id("image"))
            : Reference.parse(typed(row.argument()));

    PlannedRemoval removal =
        RemovalPlanner.prepare(
            store.state(), typed(row.argument()), Optional.of(exact), row.options());

    check(row, removal);
  }

  private void given(Row row) {
    store.image("image", "base");
    row.names().forEach(name -> store.tag(typed(name), "image"));
    if (row.cell(3).equals("1")) {
      store.image("child", child -> child.parent(store.id("image")), "base", "more");
      store.tag("child:1", "child");
    }
    if (!row.cell(2).equals("none")) {
      store.container("c1", "image", row.cell(2).replace("stopped", "created"));
    }
  }

  private void check(Row row, PlannedRemoval removal) {
    assertThat(removal.plan().isPossible()).isEqualTo(row.cell(5).equals("200"));
    assertThat(removal.plan().refusal().map(e -> symbolic(e.getMessage())).orElse(""))
        .isEqualTo(row.cell(6));
    assertThat(removal.plan().steps().stream().map(this::step).collect(joining(", ")))
        .isEqualTo(row.cell(7));
    assertThat(removal.effect().events().stream().map(this::event).collect(joining(" ")))
        .isEqualTo(row.cell(10));
    store.apply(removal.effect().changes());
    assertThat(store.state().image(store.id("image")))
        .matches(found -> found.isPresent() == row.cell(8).equals("yes"));
    assertThat(
            Names.of(store.state(), store.id("image")).stream()
                .map(name -> symbolic(name.toString()))
                .collect(joining(" ")))
        .isEqualTo(row.cell(9));
  }

  private String typed(String argument) {
    return switch (argument) {
      case "ID" -> store.id("image").toString();
      case "SHORTID" -> store.id("image").shortHex();
      default ->
          argument.replace("A", "first").replace("B", "second").replace("d1", D1).replace("d2", D2);
    };
  }

  private String symbolic(String text) {
    return text.replace("first", "A")
        .replace("second", "B")
        .replace(D1, "D1")
        .replace(D2, "D2")
        .replace(store.id("image").shortHex(), "<IMG12>")
        .replace(TestState.containerId("c1").substring(0, 12), "<CTR12>");
  }

  private String step(RemovalStep step) {
    if (step instanceof RemovalStep.Untagged untagged) {
      return "U " + symbolic(untagged.reference().toString());
    }
    return step instanceof RemovalStep.Deleted ? "D image" : "D layer";
  }

  private String event(PlannedEvent event) {
    assertThat(event.image().id()).isEqualTo(store.id("image"));
    return event.untagged().isPresent() ? "untag" : "delete";
  }
}
