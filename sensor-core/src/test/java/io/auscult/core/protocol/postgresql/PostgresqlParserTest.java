package io.auscult.core.protocol.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.ParserScript.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresqlParserTest {
    private static final byte[] TLS_REQUEST = new Bytes().u32(8).u32(80_877_103).done();
    private static final byte[] READY = message('Z', "I");
    private static final byte[] LET_IN = message('R', "\0\0\0\0");

    private final PostgresqlParser parser = new PostgresqlParser();

    private static byte[] startup() {
        String parameters = "user\0anna\0database\0lab\0application_name\0psql\0\0";
        return new Bytes()
                .u32(8 + parameters.length())
                .u16(3, 0)
                .text(parameters)
                .done();
    }

    private static byte[] message(char kind, String content) {
        return new Bytes().u8(kind).u32(4 + content.length()).text(content).done();
    }

    private List<String> events(ParserScript script) {
        Outcome outcome = script.runEveryWay(parser);
        assertThat(outcome.rejected()).isFalse();
        return outcome.events();
    }

    @Test
    void shouldTellALoginWithAPasswordInClear() {
        assertThat(events(ParserScript.tcp()
                        .orig(TLS_REQUEST)
                        .resp("N")
                        .orig(startup())
                        .resp(message('R', "\0\0\0\3"))
                        .orig(message('p', "hunter2\0"))
                        .resp(LET_IN)
                        .resp(READY)))
                .containsExactly(
                        "postgresql@1 frontend=ssl_request backend=ssl_reply backend_arg=N success=F",
                        "identity@6 user=anna kind=person service=lab protocol=postgresql mechanism=cleartext"
                                + " outcome=success cleartext=T",
                        "postgresql@3 user=anna database=lab application_name=psql frontend=startup backend=auth_ok"
                                + " backend_arg=CleartextPassword success=T");
    }

    @Test
    void shouldTellAFailedLogin() {
        String error = "SFATAL\0VFATAL\0C28P01\0Mwrong password\0DKey (name)=(Jansen)\0\0";
        assertThat(events(ParserScript.tcp()
                        .orig(startup())
                        .resp(message('R', "\0\0\0\12SCRAM-SHA-256\0\0"))
                        .orig(message('p', "SCRAM-SHA-256\0"))
                        .resp(message('R', "\0\0\0\13x"))
                        .resp(message('E', error))))
                .containsExactly(
                        "identity@5 user=anna kind=person service=lab protocol=postgresql mechanism=scram-sha-256"
                                + " outcome=failure reason=wrong password cleartext=F",
                        "postgresql@1 user=anna database=lab application_name=psql frontend=startup"
                                + " backend=auth_request,auth_request,error backend_arg=SASL,SASLContinue,"
                                + "SeverityLocalized=FATAL,Severity=FATAL,Code=28P01,Message=wrong password success=F");
    }

    @Test
    void shouldCountTheRowsOfQueries() {
        assertThat(events(ParserScript.tcp()
                        .orig(startup())
                        .resp(LET_IN)
                        .resp(READY)
                        .orig(message('Q', "alter role anna password 'hunter2'\0"))
                        .resp(message('C', "ALTER ROLE\0"))
                        .resp(READY)
                        .orig(message('P', "\0select $1\0\0\0"))
                        .orig(message('B', "\0\0"))
                        .orig(message('E', "\0\0\0\0\0"))
                        .resp(message('D', "\0\1\0\0\0\1x"))
                        .resp(message('D', "\0\1\0\0\0\1y"))
                        .resp(READY)
                        .orig(message('X', ""))))
                .filteredOn(event -> event.startsWith("postgresql"))
                .containsExactly(
                        "postgresql@1 user=anna database=lab application_name=psql frontend=startup backend=auth_ok success=T",
                        "postgresql@4 user=anna database=lab application_name=psql frontend=simple_query"
                                + " frontend_arg=alter role anna password '***' success=T rows=0",
                        "postgresql@7 user=anna database=lab application_name=psql frontend=extended_query"
                                + " frontend_arg=select $1 success=T rows=2",
                        "postgresql@13 user=anna database=lab application_name=psql frontend=terminate");
    }

    @Test
    void shouldHandOverToTls() {
        assertThat(events(ParserScript.tcp().orig(TLS_REQUEST).resp("S")))
                .containsExactly("postgresql@1 frontend=ssl_request backend=ssl_reply backend_arg=S success=T");
    }

    @Test
    void shouldTellQueriesAloneAfterAGapInTheAnswers() {
        assertThat(events(ParserScript.tcp()
                        .orig(startup())
                        .resp(LET_IN)
                        .resp(READY)
                        .orig(message('Q', "select 1\0"))
                        .gap(Direction.RESP, 9_000)
                        .resp("rest of a row")
                        .orig(message('Q', "select 2\0"))))
                .filteredOn(event -> event.contains("query"))
                .containsExactly(
                        "postgresql@4 user=anna database=lab application_name=psql frontend=simple_query frontend_arg=select 1 rows=0",
                        "postgresql@7 user=anna database=lab application_name=psql frontend=simple_query frontend_arg=select 2 rows=0");
    }
}
