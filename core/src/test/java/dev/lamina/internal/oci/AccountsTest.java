package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountsTest {
  private static final Accounts ACCOUNTS =
      accounts(
          """
          root:x:0:0:root:/root:/bin/sh

            app:x:1000:100:App:/home/app:/bin/sh
          app:x:1001:101:again:/nowhere:/bin/sh
          77:x:78:79::/named-77:
          homeless:x:5:6
          odd:x:zero:0::/odd:
          huge:x:4294967296:0::/huge:
          nobody:x:4294967294:65534::/none:
          +::::::
          """,
          """
          root:x:0:
          users:x:100:other
          wheel:x:10:root,app
          audio:x:29:app
          same:x:100:app
          odd:x:one:app
          8:x:9:
          """);

  private static Accounts accounts(String passwd, String group) {
    return Accounts.of(
        passwd.getBytes(StandardCharsets.UTF_8), group.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "''           | 0          | 0     | 0 10      | /root",
        "root         | 0          | 0     | 0 10      | /root",
        "0            | 0          | 0     | 0 10      | /root",
        "app          | 1000       | 100   | 100 10 29 | /home/app",
        "1000         | 1000       | 100   | 100 10 29 | /home/app",
        "1001         | 1001       | 101   | 101 10 29 100 | /nowhere",
        "app:         | 1000       | 100   | 100 10 29 | /home/app",
        "app:wheel    | 1000       | 10    | 10        | /home/app",
        "app:29       | 1000       | 29    | 29        | /home/app",
        "app:55:66    | 1000       | 55    | 55        | /home/app",
        "1234         | 1234       | 0     | 0         | /",
        "1234:wheel   | 1234       | 10    | 10        | /",
        "1234:5678    | 1234       | 5678  | 5678      | /",
        ":wheel       | 0          | 10    | 10        | /root",
        "77           | 77         | 0     | 0         | /",
        "app:8        | 1000       | 8     | 8         | /home/app",
        "homeless     | 5          | 6     | 6         | /",
        "nobody       | 4294967294 | 65534 | 65534     | /none",
        "2147483647   | 2147483647 | 0     | 0         | /",
      })
  void user_known_hasNumbersGroupsAndHome(
      String text, long uid, long gid, String groups, String home) {
    List<Long> all = List.of(groups.split(" ")).stream().map(Long::valueOf).toList();

    assertThat(ACCOUNTS.user(text)).isEqualTo(new ProcessUser(uid, gid, all, home));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web        | unable to find user web: no matching entries in passwd file",
        "odd        | unable to find user odd: no matching entries in passwd file",
        "huge       | unable to find user huge: no matching entries in passwd file",
        "app:web    | unable to find group web: no matching entries in group file",
        "app:odd    | unable to find group odd: no matching entries in group file",
        "2147483648 | uids and gids must be in range 0-2147483647",
        "-1         | uids and gids must be in range 0-2147483647",
        "0:-1       | uids and gids must be in range 0-2147483647",
        "99999999999999999999 | unable to find user 99999999999999999999: "
            + "no matching entries in passwd file",
      })
  void user_unknown_isRefusedInTheEnginesWords(String text, String message) {
    assertThatThrownBy(() -> ACCOUNTS.user(text))
        .isInstanceOf(ImageStoreException.class)
        .hasMessage(message);
  }

  @Test
  void user_noFiles_isWhatIsANumber() {
    Accounts none = accounts("", "");

    assertThat(none.user("")).isEqualTo(new ProcessUser(0, 0, List.of(0L), "/"));
    assertThat(none.user("7:8")).isEqualTo(new ProcessUser(7, 8, List.of(8L), "/"));
    assertThatThrownBy(() -> none.user("root"))
        .hasMessage("unable to find user root: no matching entries in passwd file");
  }

  @Test
  void user_withControlCharacters_isEscapedInTheMessage() {
    assertThatThrownBy(() -> ACCOUNTS.user("a\u001bb")).hasMessageContaining("user a\\x1bb:");
  }
}
