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
                .isEqualTo("SET PASSWORD FOR a = PASSWORD('***')");
        assertThat(shown("identified by 'never closed")).isEqualTo("identified by '***'");
    }
}
