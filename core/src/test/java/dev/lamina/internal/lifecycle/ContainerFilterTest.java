package dev.lamina.internal.lifecycle;

import static dev.lamina.internal.lifecycle.ContainerExamples.NONE;
import static dev.lamina.internal.lifecycle.ContainerExamples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ContainerNotFoundException;
import dev.lamina.InvalidFilterException;
import dev.lamina.internal.catalog.ContainerRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainerFilterTest {
  private static final Instant NOW = Instant.ofEpochSecond(100);

  /** Images base, mid of base, leaf of mid; containers of each, of another image, of a gone one. */
  private static final ContainerExamples EXAMPLES =
      NONE.image("ba", "base:1", Optional.empty())
          .image("1d", "mid:1", Optional.of("ba"))
          .image("1e", "leaf:latest", Optional.of("1d"))
          .image("0", "other:1", Optional.empty())
          .container("a", "k0", "ba", 1)
          .container("b", "k1", "1d", 2)
          .container("c1", "k2", "1e", 3)
          .container("c2", "web", "0", 4)
          .container("e", "gone", "f", 4)
          .become("k0", c -> c.started(NOW, "").exited(NOW, 1))
          .become("k1", c -> c.started(NOW, "").exited(NOW, 0))
          .become("k2", c -> c.started(NOW, "").withStatus(ContainerRecord.PAUSED))
          .become("web", c -> c.started(NOW, ""))
          .labelled("k0", Map.of("a", "1", "b", "x=y"))
          .labelled("k1", Map.of("a", "2", "", "empty"));

  @ParameterizedTest
  @CsvSource({
    "'', web gone k2 k1 k0",
    "ancestor=base:1, k2 k1 k0",
    "ancestor=mid:1, k2 k1",
    "ancestor=1d1d, k2 k1",
    "ancestor=leaf, k2",
    "ancestor=base, ''", // There is no base:latest.
    "ancestor=nosuch, ''",
    "ancestor=f, ''",
    "'ancestor=A B', ''",
    "status=running, web",
    "status=paused, k2",
    "status=exited, k1 k0",
    "status=created, gone",
    "status=dead, ''",
    "name=k, k2 k1 k0",
    "name=/k, k2 k1 k0",
    "name=^k, k2 k1 k0",
    "name=^/k[01]$, k1 k0",
    "name=k0|web, web k0",
    "name=one, gone",
    "name=[, ''",
    "name=, web gone k2 k1 k0",
    "id=a, k0",
    "id=c, ''", // Two begin so.
    "id=c1, k2",
    "id=^a, ''",
    "id=, ''",
    "label=a, k1 k0",
    "label=a=1, k0",
    "label=b=x=y, k0",
    "label=b=x, ''",
    "label=, k1",
    "before=k1, k0",
    "before=/k1, k0",
    "before=gone, k2 k1 k0", // Of one instant, by ID.
    "since=k1, web gone k2",
    "since=gone, web",
    "since=bb, web gone k2",
    "exited=0, k1", // Not the one that has never run.
    "exited=1, k0",
    "exited=137, ''",
    "' Name = web ', web",
  })
  void list_oneFilter_selectsAsTheEngine(String filter, String names) {
    assertThat(String.join(" ", EXAMPLES.names(filter))).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource({
    "ancestor=other:1 ancestor=leaf, web k2",
    "status=running status=paused, web k2",
    "name=k0 name=gone, gone k0",
    "id=a id=b, k1 k0",
    "label=a label=b, k0", // All of them.
    "exited=0 exited=1, k1 k0",
    "before=k2 before=k1, k1 k0",
    "since=k2 since=web, web gone",
    "ancestor=base:1 status=exited, k1 k0",
    "name=k status=exited label=a=2, k1",
    "since=k0 before=web, gone k2 k1",
  })
  void list_severalFilters_combineAsInTheEngine(String filters, String names) {
    assertThat(String.join(" ", EXAMPLES.names(filters.split(" ")))).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource({
    "name, bad format of filter (expected name=value)",
    "colour=red, Invalid filter 'colour'",
    "status=asleep, Invalid filter 'status=asleep'",
    "status=, Invalid filter 'status='",
    "exited=x, 'strconv.Atoi: parsing \"x\": invalid syntax'",
    "exited=, 'strconv.Atoi: parsing \"\": invalid syntax'",
  })
  void parseAll_textThatIsNoFilter_isRefusedAsByTheEngine(String text, String message) {
    assertThatThrownBy(() -> ContainerFilter.parseAll(List.of("name=x", text)))
        .isInstanceOf(InvalidFilterException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"before=nosuch, nosuch", "since=c, c", "since=, ''"})
  void list_nextToNothing_saysThatThereIsNone(String filter, String missing) {
    assertThatThrownBy(() -> EXAMPLES.names(filter))
        .isInstanceOf(ContainerNotFoundException.class)
        .hasMessage("No such container: " + missing);
  }

  @Test
  void running_pausedOne_runs() {
    assertThat(ContainerListing.list(EXAMPLES.state(), List.of(ContainerFilters.running())))
        .extracting(ContainerRecord::id)
        .containsExactly(id("c2"), id("c1"));
  }
}
