package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdMapTest {
  private static List<IdMap.Range> ranges(String text) {
    return Arrays.stream(text.split(" "))
        .map(range -> range.split(":"))
        .map(n -> new IdMap.Range(Long.parseLong(n[0]), Long.parseLong(n[1]), Long.parseLong(n[2])))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0:100000:65536, 0, 100000",
    "0:100000:65536, 65535, 165535",
    "0:100000:65536, 65536, -1",
    "5:1000:2 0:0:5, 6, 1001",
    "5:1000:2 0:0:5, 4, 4",
    "0:5:1 4294967294:0:1, 4294967294, 0",
  })
  void hostUser_ofARange_isAsFarIn(String ranges, long user, long expected) {
    IdMap map = new IdMap(ranges(ranges), ranges("0:7:1"));

    assertThat(map.hostUser(user))
        .isEqualTo(expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected));
    assertThat(map.hostGroup(0)).hasValue(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0:100000:0         | no range of IDs: 0:100000:0; IDs are from 0 to 4294967294, and the"
            + " size is at least 1",
        "0:-1:5             | no range of IDs: 0:-1:5; IDs are from 0 to 4294967294, and the size"
            + " is at least 1",
        "0:4294967294:2     | no range of IDs: 0:4294967294:2; IDs are from 0 to 4294967294, and"
            + " the size is at least 1",
        "0:0:9223372036854775807 | no range of IDs: 0:0:9223372036854775807; IDs are from 0 to"
            + " 4294967294, and the size is at least 1",
        "1:100000:5         | the ranges of users have no 0: map it",
        "0:100000:5 4:7:1   | two ranges of users have 4: take it out of one",
        "0:100000:5 9:99999:2 | two ranges of users have 100000: take it out of one",
      })
  void idMap_thatCannotBe_isRefused(String ranges, String message) {
    assertThatThrownBy(() -> new IdMap(ranges(ranges), ranges("0:0:1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void of_isOneRangeOfEach() {
    assertThat(IdMap.of(100000, 65536))
        .isEqualTo(new IdMap(ranges("0:100000:65536"), ranges("0:100000:65536")));
  }
}
