package io.auscult.app;

import static io.auscult.app.Conversations.client;
import static io.auscult.app.Conversations.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Configuration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No password, hash, ticket, patient field or message body leaves the sensor: known secrets go in, every byte of every output is searched. */
class PrivacyTest {
    private static final long MAX_CAPTURE = 4 << 20; // bytes; larger ones say nothing new
    private static final String CONTROL = "c0ntrol-in-the-uri"; // not secret: it must be found, or the search is blind
    private static final byte[] NT_RESPONSE =
            HexFormat.of().parseHex("5ec0de5ec0de00112233445566778899aabbccddeeff0102");
    private static final byte[] SCRAMBLE = HexFormat.of().parseHex("c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4");

    @TempDir
    Path folder;

    @Test
    void shouldLetNoSecretOut() throws IOException {
        Path capture = folder.resolve("secrets.pcap");
        Leaks leaks = new Leaks();
        secrets(leaks).writeTo(capture);
        Path out = folder.resolve("out");
        Run.of("replay", "-q", "--out", out.toString(), capture.toString()).out(ExitCode.FINISHED);
        assertThat(out.resolve("eve.json")).exists();
        assertThat(out.resolve("summary.txt")).exists();
        assertThat(out.resolve("zeek/conn.log")).content().contains("ftp", "http", "smtp", "krb_tcp", "rfb");
        assertThat(out.resolve("zeek/kerberos.log")).content().contains("\"AS\"", "\"TGS\"", "\"AP\"", "nurse8");
        assertThat(out.resolve("zeek/http.log")).content().contains("jsessionid=<hidden>", "anna:<hidden>@i\"");
        assertThat(out.resolve("zeek/ftp.log")).content().contains("/a\"");
        assertThat(out.resolve("zeek/winrm.log")).content().contains("net user eve <hidden> /add");
        assertThat(out.resolve("zeek/mysql.log")).content().contains("IDENTIFIED BY '***'", "near '***'");
        assertThat(out.resolve("zeek/postgresql.log")).content().contains("PASSWORD '***'", "near '***'");
        assertThat(new Leaks().secret("control", CONTROL).in(out))
                .as("what may be written is found")
                .isNotEmpty();
        assertThat(leaks.in(out)).isEmpty();
    }

    @Test
    void shouldExtractNoLogin() throws IOException {
        Path capture = folder.resolve("logins.pcap");
        Leaks leaks = new Leaks();
        Conversations all = new Conversations();
        credentials(all, leaks);
        handshakes(all, leaks);
        leaks.secret("form password", "Pw.form.7743");
        leaks.secret("JSON password", "Pw.json.7749");
        leaks.secret("multipart field", "Multipart.7748");
        all.tcp(
                80,
                post("application/x-www-form-urlencoded", "username=nurse&password=Pw.form.7743"),
                server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                post("application/json", "{\"user\": \"nurse\", \"password\": \"Pw.json.7749\"}"),
                server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                post(
                        "multipart/form-data; boundary=b",
                        "--b\r\nContent-Disposition: form-data; name=\"pw\"\r\n\r\nMultipart.7748\r\n"
                                + "--b\r\nContent-Disposition: form-data; name=\"x\"; filename=\"f\"\r\n\r\n" + CONTROL
                                + "\r\n--b--\r\n"),
                server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        all.writeTo(capture);
        Path out = folder.resolve("files");
        Path config = Files.writeString(folder.resolve("any-disk.yml"), "extract:\n  disk_free: 0 B\n");
        Run.of("replay", "-q", "--config", config.toString(), "--extract", out.toString(), capture.toString())
                .out(ExitCode.FINISHED);
        assertThat(new Leaks().secret("control", CONTROL).in(out))
                .as("an uploaded file is extracted")
                .isNotEmpty();
        assertThat(leaks.in(out)).isEmpty();
    }

    @Test
    void shouldFindASecretInEveryForm() {
        Leaks leaks = new Leaks().secret("password", "hunter2\"x\u00e9y");
        byte[] secret = "hunter2\"x\u00e9y".getBytes(StandardCharsets.ISO_8859_1);
        for (String output : List.of(
                "a hunter2\"x\u00e9y b",
                "{\"a\":\"hunter2\\\"x\\u00e9y\"}",
                HexFormat.of().formatHex(secret),
                HexFormat.of().withUpperCase().formatHex(secret),
                Base64.getEncoder().encodeToString(secret),
                Base64.getEncoder().encodeToString("u:hunter2\"x\u00e9y".getBytes(StandardCharsets.ISO_8859_1)),
                Base64.getEncoder().encodeToString("nurse:hunter2\"x\u00e9y!!".getBytes(StandardCharsets.ISO_8859_1)),
                "h\0u\0n\0t\0e\0r\0" + "2\0\"\0x\0\u00e9\0y\0")) {
            List<String> found = new ArrayList<>();
            leaks.in("output", output.getBytes(StandardCharsets.ISO_8859_1), found);
            assertThat(found).as(output).isNotEmpty();
        }
    }

    @Test
    void shouldLetNoSecretOfTheSamplesOut() throws IOException {
        List<String> found = new ArrayList<>();
        int searched = 0;
        for (SampleCase sample : SampleCase.all()) {
            searched += search(sample.input(), sample.configuration(), found);
        }
        assertThat(found).isEmpty();
        assertThat(searched).as("samples that hold secrets").isPositive();
    }

    @Test
    void shouldLetNoSecretOfRealCapturesOut() throws IOException {
        Path captures = Path.of(System.getProperty("auscult.shared"), "captures");
        Assumptions.assumeTrue(Files.isDirectory(captures), () -> captures + " is not there");
        List<String> found = new ArrayList<>();
        int searched = 0;
        try (Stream<Path> files = Files.walk(captures)) {
            for (Path file : files.filter(PrivacyTest::isCapture).sorted().toList()) {
                searched += search(file, Configuration.defaults(), found);
            }
        }
        assertThat(found).isEmpty();
        assertThat(searched).as("captures that hold secrets").isGreaterThan(20);
    }

    private static boolean isCapture(Path file) {
        String name = file.toString();
        return Files.isRegularFile(file)
                && (name.endsWith(".pcap") || name.endsWith(".pcapng") || name.endsWith(".cap"));
    }

    /** @return 1 when the capture holds secrets */
    private static int search(Path capture, Configuration configuration, List<String> found) throws IOException {
        if (Files.size(capture) > MAX_CAPTURE) {
            return 0;
        }
        Leaks leaks = SeenSecrets.in(Files.readAllBytes(capture));
        if (leaks.size() == 0) {
            return 0;
        }
        SampleRun run = SampleRun.of(capture, configuration, 0);
        leaks.in(capture + ": logs", run.events().getBytes(StandardCharsets.UTF_8), found);
        leaks.in(capture + ": alerts", run.eve().getBytes(StandardCharsets.UTF_8), found);
        return 1;
    }

    /** Conversations that carry secrets, and what they are. */
    private static Conversations secrets(Leaks leaks) {
        Conversations all = new Conversations();
        all.tcp(
                80,
                client("GET /" + CONTROL + " HTTP/1.1\r\nHost: h\r\n\r\n"),
                server("HTTP/1.1 204 No Content\r\n\r\n"));
        credentials(all, leaks);
        web(all, leaks);
        mail(all, leaks);
        texts(all, leaks);
        handshakes(all, leaks);
        patients(all, leaks);
        SealedSecrets.add(all, leaks);
        return all;
    }

    private static void credentials(Conversations all, Leaks leaks) {
        leaks.secret("FTP password", "Pw.ftp.7731");
        all.tcp(
                21,
                server("220 ready\r\n"),
                client("USER nurse1\r\n"),
                server("331 password please\r\n"),
                client("PASS Pw.ftp.7731\r\n"),
                server("530 no\r\n"),
                client("PASS Pw.ftp.7731\r\n"),
                server("230 in\r\n"));
        leaks.secret("Telnet password", "Pw.telnet.7732");
        all.tcp(
                23,
                server("\u00ff\u00fd\u0018login: "),
                client("nurse2\r\n"),
                server("Password: "),
                client("Pw.telnet.7732\r\n"),
                server("Last login: today\r\nward$ "));
        leaks.secret("LDAP password", "Pw.ldap.7733");
        byte[] bind =
                "\u0002\u0001\u0003\u0004\u0008cn=nurse\u0080\u000cPw.ldap.7733".getBytes(StandardCharsets.ISO_8859_1);
        all.tcp(
                389,
                client("0" + (char) (5 + bind.length) + "\u0002\u0001\u0001\u0060" + (char) bind.length
                        + latin1(bind)));
        leaks.secret("SNMP community", "Pw.snmp.7734");
        String pdu =
                "\u00a0\u0019\u0002\u0001\u0001\u0002\u0001\u0000\u0002\u0001\u0000\u0030\u000e\u0030\u000c\u0006\u0008\u002b\u0006\u0001\u0002\u0001\u0001\u0001\u0000\u0005\u0000";
        String snmp = "\u0002\u0001\u0001\u0004\u000cPw.snmp.7734" + pdu;
        all.udp(161, client("0" + (char) snmp.length() + snmp));
        leaks.secret("SOCKS password", "Pw.socks.7735");
        all.tcp(
                1080,
                client("\u0005\u0001\u0002"),
                server("\u0005\u0002"),
                client("\u0001\u0006nurse5\rPw.socks.7735"),
                server("\u0001\u0000"));
        leaks.secret("PostgreSQL password", "Pw.postgres.7736");
        all.tcp(
                5432,
                client("\0\0\0\u0015\0\u0003\0\0user\0nurse6\0\0"),
                server("R\0\0\0\u0008\0\0\0\u0003"),
                client("p\0\0\0\u0015Pw.postgres.7736\0"),
                server("R\0\0\0\u0008\0\0\0\0"));
        leaks.secret("Redis password", "Pw.redis.7737");
        all.tcp(6379, client("AUTH Pw.redis.7737\r\n"), server("+OK\r\n"));
        leaks.secret("IRC password", "Pw.irc.7738");
        all.tcp(6667, client("PASS Pw.irc.7738\r\nNICK n\r\nUSER n 0 * :n\r\n"), server(":s 001 n :hello\r\n"));
    }

    private static void web(Conversations all, Leaks leaks) {
        leaks.secret("Basic password", "Pw.basic.7741");
        leaks.secret("proxy password", "Pw.proxy.7742");
        leaks.secret("form password", "Pw.form.7743");
        leaks.secret("cookie", "Cookie.7744.value");
        leaks.secret("bearer token", "Bearer.7745.value");
        leaks.secret("digest response", "6629fae49393a05397450978507c4ef1");
        leaks.secret("form field", "Diagnosis.7746");
        leaks.secret("JSON body", "Allergy.7747");
        leaks.secret("multipart field", "Multipart.7748");
        all.tcp(
                80,
                client("GET /a HTTP/1.1\r\nHost: h\r\nAuthorization: Basic " + base64("nurse:Pw.basic.7741")
                        + "\r\nCookie: s=Cookie.7744.value\r\n\r\n"),
                server("HTTP/1.1 401 No\r\nContent-Length: 0\r\nSet-Cookie: s=Cookie.7744.value\r\n\r\n"),
                client("GET /b HTTP/1.1\r\nHost: h\r\nProxy-Authorization: Basic " + base64("n:Pw.proxy.7742")
                        + "\r\n\r\n"),
                server("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"),
                client("GET /c HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer Bearer.7745.value\r\n\r\n"),
                server("HTTP/1.1 200 OK\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Length: 28\r\n\r\n"
                        + "{\"allergy\": \"Allergy.7747\"}\n"),
                client("GET /d HTTP/1.1\r\n"
                        + "Host: h\r\n"
                        + "Authorization: Digest username=\"n\", realm=\"r\", nonce=\"x\", uri=\"/d\","
                        + " response=\"6629fae49393a05397450978507c4ef1\"\r\n\r\n"),
                server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                post("application/x-www-form-urlencoded", "username=nurse&password=Pw.form.7743&note=Diagnosis.7746"),
                server("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n"),
                post(
                        "multipart/form-data; boundary=b",
                        "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nMultipart.7748\r\n--b--\r\n"),
                server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    }

    private static byte[] post(String type, String body) {
        return client("POST /login HTTP/1.1\r\nHost: h\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private static void mail(Conversations all, Leaks leaks) {
        leaks.secret("SMTP PLAIN password", "Pw.plain.7751");
        leaks.secret("SMTP LOGIN password", "Pw.login.7752");
        leaks.secret("mail body", "Findings.7753");
        leaks.secret("IMAP password", "Pw.imap.7754");
        leaks.secret("POP3 password", "Pw.pop3.7755");
        all.tcp(
                25,
                server("220 mx ESMTP\r\n"),
                client("EHLO ward\r\n"),
                server("250-mx\r\n250 AUTH PLAIN LOGIN\r\n"),
                client("AUTH PLAIN " + base64("\0nurse\0Pw.plain.7751") + "\r\n"),
                server("535 no\r\n"),
                client("AUTH LOGIN\r\n"),
                server("334 VXNlcm5hbWU6\r\n"),
                client(base64("nurse") + "\r\n"),
                server("334 UGFzc3dvcmQ6\r\n"),
                client(base64("Pw.login.7752") + "\r\n"),
                server("235 in\r\n"),
                client("MAIL FROM:<a@h>\r\n"),
                server("250 ok\r\n"),
                client("RCPT TO:<b@h>\r\n"),
                server("250 ok\r\n"),
                client("DATA\r\n"),
                server("354 go\r\n"),
                client("From: a@h\r\nTo: b@h\r\nSubject: results\r\n\r\nThe patient has Findings.7753 of it.\r\n.\r\n"),
                server("250 queued\r\n"));
        all.tcp(
                143,
                server("* OK ready\r\n"),
                client("a1 LOGIN nurse Pw.imap.7754\r\n"),
                server("a1 NO wrong\r\n"),
                client("a2 LOGIN \"nurse\" {12}\r\n"),
                server("+ go\r\n"),
                client("Pw.imap.7754\r\n"),
                server("a2 OK in\r\n"));
        all.tcp(
                110,
                server("+OK ready\r\n"),
                client("USER nurse\r\n"),
                server("+OK\r\n"),
                client("PASS Pw.pop3.7755\r\n"),
                server("+OK in\r\n"),
                client("RETR 1\r\n"),
                server("+OK\r\nSubject: x\r\n\r\nFindings.7753\r\n.\r\n"));
    }

    /** Texts that are shown, with a secret in them. */
    private static void texts(Conversations all, Leaks leaks) {
        for (String secret : List.of("parameter", "userinfo", "referrer", "nested", "path", "json", "origin")) {
            leaks.secret(secret, "Pw.uri." + secret);
        }
        all.tcp(
                80,
                client("GET http://anna:Pw.uri.userinfo@h/a;jsessionid=Pw.uri.path?x=1&passw%6frd=Pw.uri.parameter"
                        + "&to=http%3A%2F%2Fi%2F%3Fapi_key%3DPw.uri.nested&j=%7B%22token%22%3A%22Pw.uri.json%22%7D HTTP/1.1\r\n"
                        + "Host: h\r\nReferer: http://h/l?access_token=Pw.uri.referrer\r\n"
                        + "Origin: http://anna:Pw.uri.origin@i\r\n\r\n"),
                server("HTTP/1.1 204 No Content\r\n\r\n"));
        leaks.secret("FTP SITE password", "Pw.site.7781");
        leaks.secret("FTP account", "Pw.acct.7782");
        all.tcp(
                21,
                server("220 ready\r\n"),
                client("SITE PSWD old Pw.site.7781\r\n"),
                server("500 'SITE PSWD old Pw.site.7781' not understood\r\n"),
                client("ACCT Pw.acct.7782\r\n"),
                server("530 no\r\n"),
                client("RETR /a\r\n"),
                server("550 none\r\n"));
        leaks.secret("repeated by the server", "UHcuZWNoby43Nzgz");
        all.tcp(
                25,
                server("220 mx ESMTP\r\n"),
                client("HELO ward\r\n"),
                server("250 mx\r\n"),
                client("MAIL FROM:<a@h>\r\n"),
                server("250 ok\r\n"),
                client("UHcuZWNoby43Nzgz\r\n"),
                server("500 5.5.1 Command unrecognized: \"UHcuZWNoby43Nzgz\"\r\n"));
        leaks.secret("command's password", "Pw.command.7784");
        String shell =
                "<s:Envelope><s:Body><rsp:CommandLine><rsp:Command>net user eve Pw.command.7784 /add</rsp:Command>"
                        + "</rsp:CommandLine></s:Body></s:Envelope>";
        all.tcp(
                5985,
                client("POST /wsman HTTP/1.1\r\nHost: h\r\nContent-Type: application/soap+xml\r\nContent-Length: "
                        + shell.length() + "\r\n\r\n" + shell),
                server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        leaks.secret("PostgreSQL statement", "Pw.sql.7785");
        String alter = "ALTER ROLE a PASSWORD 'Pw.sql.7785'\0";
        String error = "SERROR\0C42601\0Msyntax error at or near \"Pw.sql.7785\"\0\0";
        all.tcp(
                5432,
                client("\0\0\0\u0015\0\u0003\0\0user\0nurse6\0\0"),
                server("R\0\0\0\u0008\0\0\0\0Z\0\0\0\u0005I"),
                client("Q\0\0\0" + (char) (4 + alter.length()) + alter),
                server("E\0\0\0" + (char) (4 + error.length()) + error + "Z\0\0\0\u0005I"));
    }

    private static void handshakes(Conversations all, Leaks leaks) {
        leaks.secret("NTLM response", NT_RESPONSE);
        String token = Base64.getEncoder().encodeToString(authenticate());
        all.tcp(
                80,
                client("GET /n HTTP/1.1\r\nHost: h\r\nAuthorization: NTLM " + token + "\r\n\r\n"),
                server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        leaks.secret("MySQL response", SCRAMBLE);
        leaks.secret("MySQL statement", "Pw.sql.7786");
        String alter = "ALTER USER a IDENTIFIED BY 'Pw.sql.7786'";
        String error = "You have an error near 'Pw.sql.7786' at line 1";
        all.tcp(
                3306,
                server(
                        "\u002b\0\0\0\n"
                                + "8.0.1\0\u0001\0\0\0abcdefgh\0\u00ff\u00f7\u0021\u0002\0\u000f\u0080\u0015\0\0\0\0\0\0\0\0\0\0ijkl\0"),
                client("\u003b\0\0\u0001\u0085\u00a6\u003f\0\0\0\0\u0001\u0021" + "\0".repeat(23) + "nurse\0\u0014"
                        + latin1(SCRAMBLE)),
                server("\u0007\0\0\u0002\0\0\0\u0002\0\0\0"),
                client((char) (1 + alter.length()) + "\0\0\0\u0003" + alter),
                server((char) (3 + error.length()) + "\0\0\u0001\u00ff\u0028\u0004" + error));
        leaks.secret("RADIUS password", SCRAMBLE);
        String attributes = "\u0001\u0007nurse\u0002\u0012" + latin1(SCRAMBLE).substring(0, 16);
        all.udp(1812, client("\u0001\u0007\0" + (char) (20 + attributes.length()) + "0123456789abcdef" + attributes));
    }

    /** An AUTHENTICATE message of NTLM, [MS-NLMP] 2.2.1.3. */
    private static byte[] authenticate() {
        byte[] user = "nurse".getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer message =
                ByteBuffer.allocate(64 + user.length + NT_RESPONSE.length).order(ByteOrder.LITTLE_ENDIAN);
        message.put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)).putInt(3);
        field(message, 0, 64); // LM response
        field(message, NT_RESPONSE.length, 64 + user.length);
        field(message, 0, 64); // domain
        field(message, user.length, 64);
        field(message, 0, 64); // workstation
        field(message, 0, 64); // session key
        message.putInt(0x0000_0201).put(user).put(NT_RESPONSE);
        return message.array();
    }

    private static void field(ByteBuffer message, int length, int offset) {
        message.putShort((short) length).putShort((short) length).putInt(offset);
    }

    private static void patients(Conversations all, Leaks leaks) {
        leaks.secret("patient's id", "PAT7761004");
        leaks.secret("patient's family name", "Vandenbroucke");
        leaks.secret("patient's given name", "Josephina");
        leaks.secret("day of birth", "19610615");
        leaks.secret("observation", "Potassium.7762");
        String message = "MSH|^~\\&|LAB|WARD|EPD|HOSP|20260101||ORU^R01|MSG1|P|2.5\r"
                + "PID|1||PAT7761004^^^HOSP||Vandenbroucke^Josephina||19610615|F\r"
                + "OBX|1|ST|K^Potassium.7762||5.1\r";
        String answer = "MSH|^~\\&|EPD|HOSP|LAB|WARD|20260101||ACK|A1|P|2.5\rMSA|AR|MSG1|unknown patient PAT7761004\r";
        all.tcp(2575, client("\u000b" + message + "\u001c\r"), server("\u000b" + answer + "\u001c\r"));
        leaks.secret("patient's name in DICOM", "Dewaele^Cornelia");
        all.tcp(104, client(latin1(association())), server(latin1(acceptance())), client(latin1(query())));
    }

    /** A-ASSOCIATE-RQ, PS3.8 section 9.3.2, for a query of patients. */
    private static byte[] association() {
        return pdu(
                1,
                "\0\u0001\0\0" + pad("PACS") + pad("WORKSTATION") + "\0".repeat(32)
                        + item(0x10, "1.2.840.10008.3.1.1.1")
                        + item(
                                0x20,
                                "\u0001\0\0\0" + item(0x30, "1.2.840.10008.5.1.4.1.2.1.1")
                                        + item(0x40, "1.2.840.10008.1.2"))
                        + item(0x50, item(0x51, "\0\0\u0040\0") + item(0x52, "1.2.3")));
    }

    private static byte[] acceptance() {
        return pdu(
                2,
                "\0\u0001\0\0" + pad("PACS") + pad("WORKSTATION") + "\0".repeat(32)
                        + item(0x10, "1.2.840.10008.3.1.1.1")
                        + item(0x21, "\u0001\0\0\0" + item(0x40, "1.2.840.10008.1.2"))
                        + item(0x50, item(0x51, "\0\0\u0040\0") + item(0x52, "1.2.3")));
    }

    private static byte[] query() {
        String command = element(0, 2, "1.2.840.10008.5.1.4.1.2.1.1\0")
                + element(0, 0x100, "\u0020\0")
                + element(0, 0x110, "\u0001\0")
                + element(0, 0x700, "\0\0")
                + element(0, 0x800, "\u0001\0");
        String group = element(0, 0, (char) command.length() + "\0\0\0");
        String data = element(0x10, 0x10, "Dewaele^Cornelia") + element(0x10, 0x20, "PAT7761004");
        return pdu(4, value(3, group + command) + value(2, data));
    }

    private static String value(int control, String content) {
        return "\0\0\0" + (char) (content.length() + 2) + "\u0001" + (char) control + content;
    }

    private static String element(int group, int number, String value) {
        return "" + (char) group + "\0" + (char) (number & 0xFF) + (char) (number >> 8) + (char) value.length()
                + "\0\0\0" + value;
    }

    private static String item(int type, String content) {
        return "" + (char) type + "\0\0" + (char) content.length() + content;
    }

    private static String pad(String title) {
        return title + " ".repeat(16 - title.length());
    }

    private static byte[] pdu(int type, String content) {
        ByteBuffer pdu = ByteBuffer.allocate(6 + content.length());
        pdu.put((byte) type).put((byte) 0).putInt(content.length());
        pdu.put(content.getBytes(StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(pdu.array());
        return bytes.toByteArray();
    }

    private static String base64(String latin1) {
        return Base64.getEncoder().encodeToString(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
