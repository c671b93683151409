package io.auscult.core.protocol.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SqlTextTest {
    private static String shown(String statement) {
        byte[] bytes = statement.getBytes(StandardCharsets.UTF_8);
        TextSlot into = new TextSlot(1000);
        into.append("");
        SqlText.append(
                new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId()),
                0,
                bytes.length,
                into);
        return new String(into.bytes(), 0, into.length(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldShowStatementsAsTheyAre() {
        assertThat(shown("select * from t where a = 'b' and c = \"d\""))
                .isEqualTo("select * from t where a = 'b' and c = \"d\"");
        assertThat(shown("")).isEmpty();
    }

    @Test
    void shouldHidePasswords() {
        assertThat(shown("CREATE USER 'anna'@'%' IDENTIFIED BY 'hunter2'"))
                .isEqualTo("CREATE USER 'anna'@'%' IDENTIFIED BY '***'");
        assertThat(shown("alter role anna Password 'it''s' valid until 'x'; select 'y'"))
                .isEqualTo("alter role anna Password '***''***' valid until '***'; select 'y'");
        assertThat(shown("SET PASSWORD FOR a = PASSWORD(\"hunt\\\"er2\")"))
                .isEqualTo("SET PASSWORD FOR a = PASSWORD('***'");
        assertThat(shown("identified by 'never closed")).isEqualTo("identified by '***'");
    }

    @Test
    void shouldHideWhatColumnsAndFunctionsCallASecret() {
        assertThat(shown("UPDATE u SET api_token = 'x1', n = 2 WHERE id = 'y'"))
                .isEqualTo("UPDATE u SET api_token = '***', n = 2 WHERE id = 'y'");
        assertThat(shown("select a, password_hash from u where n = 'y' and pin = 1234 limit 10"))
                .isEqualTo("select a, password_hash from u where n = 'y' and pin = '***' limit 10");
        assertThat(shown("insert into u (token_hash, n) values (123456, 'y')"))
                .isEqualTo("insert into u (token_hash, n) values ('***', '***')");
        assertThat(shown("select u.secret, a from u where u.login=$1 and n = 12345"))
                .isEqualTo("select u.secret, a from u where u.login=$1 and n = 12345");
        assertThat(shown("select * from u where \"password\" = 'x'"))
                .isEqualTo("select * from u where \"password\" = '***'");
        assertThat(shown("select * from u where h = MD5('x')")).isEqualTo("select * from u where h = MD5('***')");
        assertThat(shown("insert into l values (1, '{\"password\":\"x\"}')"))
                .isEqualTo("insert into l values (1, '***')");
        assertThat(shown("CREATE USER a IDENTIFIED WITH native AS 0x5EC0DE"))
                .isEqualTo("CREATE USER a IDENTIFIED WITH native AS '***'");
        assertThat(shown("ALTER ROLE a PASSWORD $q$hunter2$q$; select $1"))
                .isEqualTo("ALTER ROLE a PASSWORD '***'; select $1");
    }

    @Test
    void shouldShowNoMoreWhereDatabasesDifferOnWhereALiteralEnds() {
        assertThat(shown("select 'C:\\'; ALTER ROLE a PASSWORD 'hunter2'")).isEqualTo("select '***'");
        assertThat(shown("/* it's */ ALTER ROLE a PASSWORD 'hunter2'")).isEqualTo("'***'");
        assertThat(shown("/* app */ select 'C:\\' -- it's")).isEqualTo("/* app */ select 'C:\\' -- it's");
        assertThat(shown("/*! ALTER USER a IDENTIFIED BY 'hunter2' */"))
                .isEqualTo("/*! ALTER USER a IDENTIFIED BY '***' */");
    }

    @Test
    void shouldHideWhatAnAnswerRepeatsOfASecret() {
        assertThat(answer("near 'hunter2' at line 1", "ALTER USER a IDENTIFIED BY hunter2"))
                .isEqualTo("near '***' at line 1");
        assertThat(answer("near 'selct' at line 1", "selct 1")).isEqualTo("near 'selct' at line 1");
    }

    private static String answer(String message, String statement) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        TextSlot into = new TextSlot(1000);
        into.append("");
        TextSlot of = new TextSlot(1000);
        of.append(statement);
        SqlText.appendAnswer(
                new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId()),
                0,
                bytes.length,
                of,
                into);
        return new String(into.bytes(), 0, into.length(), StandardCharsets.UTF_8);
    }
}
