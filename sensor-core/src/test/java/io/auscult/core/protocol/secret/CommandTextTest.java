package io.auscult.core.protocol.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.TextSlot;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTextTest {
    private static String shown(String command) {
        byte[] bytes = command.getBytes(StandardCharsets.UTF_8);
        TextSlot into = new TextSlot(4096);
        into.append("");
        CommandText.append(bytes, 0, bytes.length, into);
        return new String(into.bytes(), 0, into.length(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cmd.exe /Q /c cd \\ 1> \\\\127.0.0.1\\ADMIN$\\__16 2>&1",
                "%COMSPEC% /C echo dir ^> \\\\127.0.0.1\\C$\\__output 2^>^&1 > %TEMP%\\execute.bat",
                "powershell -NoP -sta -NonI -W Hidden -Enc WwBTAHkA",
                "net user /domain",
                "net group \"domain admins\" /domain",
                "net use z: \\\\server\\share",
                "C:\\Windows\\PSEXESVC.exe",
                "ipconfig  /all & whoami"
            })
    void shouldShowWhatIsNoSecretAsItIs(String command) {
        assertThat(shown(command)).isEqualTo(command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "net user hacker hunter2 /add | net user hacker <hidden> /add",
                "cmd /c \"net1 user hacker hunter2 /add\" | cmd /c \"net1 user hacker <hidden> /add\"",
                "C:\\Windows\\system32\\net.exe user hacker hunter2 | C:\\Windows\\system32\\net.exe user hacker <hidden>",
                "net use \\\\h\\c$ hunter2 /user:anna & dir | net use \\\\h\\c$ <hidden> /user:anna & dir",
                "schtasks /create /ru anna /rp hunter2 /tn x | schtasks /create /ru anna /rp <hidden> /tn x",
                "cmdkey /add:h /user:anna /pass:hunter2 | cmdkey /add:h /user:anna /pass:<hidden>",
                "psexec \\\\h -u anna -p hunter2 cmd | psexec \\\\h -u anna -p <hidden> cmd",
                "plink -ssh a@h -pw hunter2 | plink -ssh a@h -pw <hidden>",
                "tool --password=hunter2 --x=1 | tool --password=<hidden> --x=1",
                "tool --token \"hunter 2\" y | tool --token <hidden> y",
                "sqlcmd \"Server=h;Password=hunter2;Db=x\" | sqlcmd \"Server=h;Password=<hidden>;Db=x\"",
                "$p = ConvertTo-SecureString -String 'hunter 2' -AsPlainText | $p = ConvertTo-SecureString -String <hidden> -AsPlainText"
            })
    void shouldHideSecrets(String command, String expected) {
        assertThat(shown(command)).isEqualTo(expected);
    }
}
