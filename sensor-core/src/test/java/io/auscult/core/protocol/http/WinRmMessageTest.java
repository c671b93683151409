package io.auscult.core.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class WinRmMessageTest {
    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<ok>";

    private final HttpParser parser = new HttpParser();

    private static byte[] request(String type, byte[] body) {
        byte[] head = ("POST /wsman HTTP/1.1\r\nHost: ws7:5985\r\nUser-Agent: Microsoft WinRM Client\r\nContent-Type: "
                        + type + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private static String soap(String resource, String body) {
        return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header>"
                + "<w:ResourceURI s:mustUnderstand=\"true\">" + resource + "</w:ResourceURI>"
                + "<a:Action s:mustUnderstand=\"true\">" + SHELL + "/Command</a:Action></s:Header><s:Body>" + body
                + "</s:Body></s:Envelope>";
    }

    private List<String> events(byte[] request) {
        return ParserScript.tcp().orig(request).resp(OK).runEveryWay(parser).events().stream()
                .filter(e -> e.startsWith("winrm"))
                .toList();
    }

    @Test
    void shouldReadTheCommandOfAShell() {
        String body = soap(
                SHELL + "/cmd",
                "<rsp:CommandLine><rsp:Command>&quot;whoami&quot; &amp; net</rsp:Command>"
                        + "<rsp:Arguments>user</rsp:Arguments><rsp:Arguments>/domain</rsp:Arguments></rsp:CommandLine>");
        String expected = "winrm@1 uri=/wsman user_agent=Microsoft WinRM Client operation=Command action=" + SHELL
                + "/Command resource_uri=" + SHELL + "/cmd command=\"whoami\" & net user /domain encrypted=F"
                + " request_body_len=%d response_body_len=4 status_code=200";
        byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
        assertThat(events(request("application/soap+xml;charset=UTF-8", utf8)))
                .containsExactly(expected.formatted(utf8.length));
        byte[] utf16 = body.getBytes(StandardCharsets.UTF_16LE);
        assertThat(events(request("application/soap+xml;charset=UTF-16", utf16)))
                .containsExactly(expected.formatted(utf16.length));
    }

    @Test
    void shouldReadTheCommandOfPowerShellRemoting() {
        String pipeline =
                "\0\1\2<Obj><MS><S N=\"Cmd\">Get-Process</S><B N=\"x\"/><S N=\"Cmd\">Out-File a&lt;b</S></MS></Obj>";
        String base64 = Base64.getEncoder().encodeToString(pipeline.getBytes(StandardCharsets.UTF_8));
        String body = soap(
                "http://schemas.microsoft.com/powershell/Microsoft.PowerShell",
                "<rsp:CommandLine><rsp:Command /><rsp:Arguments>" + base64 + "</rsp:Arguments></rsp:CommandLine>");
        assertThat(events(request("application/soap+xml", body.getBytes(StandardCharsets.UTF_8))))
                .singleElement()
                .asString()
                .contains("command=Get-Process; Out-File a<b encrypted=F");
    }

    @Test
    void shouldSayThatTheContentIsSealed() {
        String type = "multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";boundary=\"B\"";
        String body = "--B\r\nContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n\r\nsealed--B--\r\n";
        assertThat(events(request(type, body.getBytes(StandardCharsets.US_ASCII))))
                .singleElement()
                .asString()
                .contains("encrypted=T encryption=application/HTTP-SPNEGO-session-encrypted")
                .doesNotContain("action");
    }

    @Test
    void shouldBoundWhatItReads() {
        byte[] huge = new byte[200_000];
        Arrays.fill(huge, (byte) '<');
        assertThat(events(request("application/soap+xml", huge)))
                .singleElement()
                .asString()
                .contains("request_body_len=200000");
    }

    @Test
    void shouldTakeNoOtherPostForIt() {
        assertThat(events(request("text/xml", soap(SHELL, "").getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }
}
