package io.auscult.core.protocol.dcerpc;

import static io.auscult.core.protocol.dcerpc.RpcBytes.FIRST;
import static io.auscult.core.protocol.dcerpc.RpcBytes.LAST;
import static io.auscult.core.protocol.dcerpc.RpcBytes.big;
import static io.auscult.core.protocol.dcerpc.RpcBytes.bind;
import static io.auscult.core.protocol.dcerpc.RpcBytes.bindAck;
import static io.auscult.core.protocol.dcerpc.RpcBytes.little;
import static io.auscult.core.protocol.dcerpc.RpcBytes.request;
import static io.auscult.core.protocol.dcerpc.RpcBytes.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final String SVCCTL = "367abb81-9844-35f1-ad32-98f038001003";
    private static final String TASKS = "86d35949-83c9-4044-b424-db363231fd0c";
    private static final String WINREG = "338cd001-2244-31f1-aaaa-900038001003";
    private static final String SAMR = "12345778-1234-abcd-ef00-0123456789ac";
    private static final String LSARPC = "12345778-1234-abcd-ef00-0123456789ab";
    private static final String NETLOGON = "12345678-1234-abcd-ef00-01234567cffb";
    private static final String DRSUAPI = "e3514235-4b06-11d1-ab04-00c04fc2dcd2";
    private static final String SPOOLSS = "12345678-1234-abcd-ef00-0123456789ab";
    private static final String EFSRPC = "c681d488-d850-11d0-8c52-00c04fd90f7e";
    private static final String EPMAPPER = "e1af8308-5d1f-11c9-91a4-08002b14a0fa";

    private final DcerpcParser parser = new DcerpcParser();

    /** The event of one call that was answered with 0. */
    private String call(String uuid, int opnum, RpcBytes stub) {
        List<String> events = ParserScript.tcp()
                .orig(bind(little(), 1, uuid))
                .resp(bindAck(little(), 1, "1"))
                .orig(request(little(), 2, opnum, stub.done()))
                .resp(response(little(), 2, new byte[4]))
                .runEveryWay(parser)
                .events();
        return events.getLast();
    }

    private static byte[] handle(int number) {
        return little().u32(0)
                .uuid("00000000-0000-0000-0000-00000000000" + number)
                .done();
    }

    /** Text with its lengths before it, and a pointer to it. */
    private static RpcBytes counted(RpcBytes into, String text) {
        into.align(4).u16(2 * text.length()).u16(2 * text.length()).u32(0x20004);
        into.u32(text.length()).u32(0).u32(text.length());
        for (char c : text.toCharArray()) {
            into.u16(c);
        }
        return into;
    }

    @Test
    void shouldTellTheServiceThatIsCreatedAndWhatItRuns() {
        RpcBytes stub =
                little().bytes(handle(1)).text("PSEXESVC").pointer("PsExec").align(4);
        stub.u32(0xF01FF)
                .u32(16)
                .u32(3)
                .u32(0)
                .text("%SystemRoot%\\PSEXESVC.exe")
                .pointer(null);
        stub.u32(0).u32(0).u32(0).pointer("LocalSystem").pointer("not to be told");

        assertThat(call(SVCCTL, 12, stub))
                .contains(
                        "operation=CreateServiceW",
                        "service_name=PSEXESVC ",
                        "service_path=%SystemRoot%\\PSEXESVC.exe",
                        "service_user=LocalSystem")
                .doesNotContain("not to be told");
    }

    @Test
    void shouldTellTheGroupThatGetsAMember() {
        List<String> events = ParserScript.tcp()
                .orig(bind(little(), 1, SAMR))
                .resp(bindAck(little(), 1, "1"))
                .orig(request(
                        little(),
                        2,
                        27,
                        little().bytes(handle(1)).u32(0x1F).u32(544).done()))
                .resp(response(little(), 2, little().bytes(handle(2)).u32(0).done()))
                .orig(request(little(), 3, 31, handle(2)))
                .resp(response(little(), 3, new byte[4]))
                .runEveryWay(parser)
                .events();

        assertThat(events.getLast()).contains("operation=SamrAddMemberToAlias", "account=RID 544");
    }

    @Test
    void shouldHideAPasswordInWhatAServiceRuns() {
        RpcBytes stub = little().bytes(handle(1)).text("x").pointer("x").align(4);
        stub.u32(0xF01FF)
                .u32(16)
                .u32(3)
                .u32(0)
                .text("cmd /c net user eve hunter2 /add")
                .pointer(null);
        stub.u32(0).u32(0).u32(0).pointer("LocalSystem").pointer(null);

        assertThat(call(SVCCTL, 12, stub)).contains("service_path=cmd /c net user eve <hidden> /add");
    }

    @Test
    void shouldRememberWhichServiceAHandleStandsFor() {
        List<String> events = ParserScript.tcp()
                .orig(bind(little(), 1, SVCCTL))
                .orig(request(
                        little(),
                        2,
                        16,
                        little().bytes(handle(1))
                                .text("Spooler")
                                .align(4)
                                .u32(1)
                                .done()))
                .resp(response(little(), 2, little().bytes(handle(7)).u32(0).done()))
                .orig(request(
                        little(), 3, 19, little().bytes(handle(7)).u32(0).u32(0).done()))
                .resp(response(little(), 3, little().u32(1056).done()))
                .runEveryWay(parser)
                .events();

        assertThat(events.get(1))
                .contains(
                        "operation=StartServiceW",
                        "service_name=Spooler",
                        "outcome=failure",
                        "result=ERROR_SERVICE_ALREADY_RUNNING");
    }

    @Test
    void shouldPutRegistryPathsTogether() {
        List<String> events = ParserScript.tcp()
                .orig(bind(little(), 1, WINREG))
                .orig(request(little(), 2, 2, little().u32(0).u32(0x2000000).done()))
                .resp(response(little(), 2, little().bytes(handle(1)).u32(0).done()))
                .orig(request(
                        little(),
                        3,
                        15,
                        counted(little().bytes(handle(1)), "SAM\\SAM\\Domains")
                                .align(4)
                                .u32(0)
                                .u32(1)
                                .done()))
                .resp(response(little(), 3, little().bytes(handle(2)).u32(0).done()))
                .orig(request(
                        little(), 4, 22, counted(little().bytes(handle(2)), "V").done()))
                .resp(response(little(), 4, new byte[4]))
                .runEveryWay(parser)
                .events();

        assertThat(events.get(2))
                .contains("operation=BaseRegSetValue", "registry_path=HKLM\\SAM\\SAM\\Domains ", "value_name=V");
    }

    @Test
    void shouldTellTheCommandOfATaskThatComesInFragments() {
        String xml = "<?xml version=\"1.0\"?><Task><Description>" + "x".repeat(3000)
                + "</Description><Actions><Exec><Command>cmd.exe</Command><Arguments>/c whoami &gt; a</Arguments></Exec></Actions></Task>";
        byte[] stub = little().pointer("\\Updater")
                .text(xml)
                .align(4)
                .u32(6)
                .u32(0)
                .u32(0)
                .u32(0)
                .u32(0)
                .done();
        int cut = 2000;
        List<String> events = ParserScript.tcp()
                .orig(bind(little(), 1, TASKS))
                .orig(little().u32(stub.length)
                        .u16(0)
                        .u16(1)
                        .bytes(Arrays.copyOf(stub, cut))
                        .pdu(0, FIRST, 2))
                .orig(little().u32(stub.length)
                        .u16(0)
                        .u16(1)
                        .bytes(Arrays.copyOfRange(stub, cut, stub.length))
                        .pdu(0, LAST, 2))
                .runEveryWay(parser)
                .events();

        assertThat(events)
                .last()
                .asString()
                .contains(
                        "operation=SchRpcRegisterTask",
                        "task_name=\\Updater ",
                        "task_command=cmd.exe /c whoami &gt; a",
                        "request_bytes=" + stub.length,
                        "outcome=unanswered");
    }

    @Test
    void shouldTellNamesThatAreLookedUp() {
        RpcBytes stub = little().bytes(handle(1)).u32(2).u32(1000).u32(0).u32(2);
        stub.u16(8).u16(8).u32(0x20000).u16(8).u16(8).u32(0x20004);
        for (String name : List.of("anna", "bert")) {
            stub.align(4).u32(4).u32(0).u32(4);
            name.chars().forEach(stub::u16);
        }
        assertThat(call(SAMR, 17, stub)).contains("operation=SamrLookupNamesInDomain", "names=[anna, bert]");

        RpcBytes lsa = little().bytes(handle(1))
                .u32(1)
                .u32(1)
                .u16(8)
                .u16(8)
                .u32(0x20000)
                .u32(4)
                .u32(0)
                .u32(4);
        "carl".chars().forEach(lsa::u16);
        assertThat(call(LSARPC, 14, lsa)).contains("operation=LsarLookupNames", "names=[carl]");
    }

    @Test
    void shouldTellACredentialOfNothingButZeros() {
        RpcBytes stub = little().pointer("\\\\DC").text("DC$").align(2).u16(6).text("DC");
        stub.u64(0).align(4).u32(0x212FFFFF);
        assertThat(call(NETLOGON, 26, stub))
                .contains("account=DC$", "computer=DC", "null_credential=T", "outcome=success");

        RpcBytes honest = little().pointer(null).text("WARD7").u64(0x1122334455667788L);
        assertThat(call(NETLOGON, 4, honest)).contains("computer=WARD7", "null_credential=F");
    }

    @Test
    void shouldTellWhichPartOfTheDirectoryIsReplicated() {
        String name = "DC=ward,DC=example";
        RpcBytes stub = little().bytes(handle(1)).u32(8).u32(8).align(8).bytes(new byte[112]);
        stub.u32(name.length() + 1).u32(60).u32(0).bytes(new byte[16 + 28]).u32(name.length());
        name.chars().forEach(stub::u16);
        stub.u16(0);

        assertThat(call(DRSUAPI, 3, stub)).contains("operation=DRSGetNCChanges", "naming_context=" + name);
    }

    @Test
    void shouldTellForeignPathsAndDriverFiles() {
        assertThat(call(
                        EFSRPC,
                        0,
                        little().text("\\\\10.0.0.9\\share\\a").align(4).u32(0)))
                .contains("operation=EfsRpcOpenFileRaw", "path=\\\\10.0.0.9\\share\\a");

        RpcBytes driver = little().pointer("\\\\PRINT").align(4).u32(2).u32(2).u32(0x20004);
        driver.u32(3).u32(1).u32(1).u32(1).u32(1).u32(1);
        driver.text("Good Printer")
                .text("Windows x64")
                .text("C:\\a.dll")
                .text("\\\\10.0.0.9\\b.dll")
                .text("C:\\c.dll");
        assertThat(call(SPOOLSS, 89, driver))
                .contains("driver_name=Good Printer", "driver_path=[C:\\a.dll, \\\\10.0.0.9\\b.dll, C:\\c.dll]");
    }

    @Test
    void shouldReadWideNumbersWhereTheyWereAgreed() {
        byte[] ack = little().u16(5840)
                .u16(5840)
                .u32(0)
                .u16(2)
                .u8('1', 0)
                .align(4)
                .u8(1, 0, 0, 0)
                .u16(0)
                .u16(0)
                .uuid(RpcBytes.NDR64)
                .u32(1)
                .pdu(12, RpcBytes.WHOLE, 1);
        RpcBytes stub = little().bytes(handle(1)).align(8).u64(4).u64(0).u64(4);
        "Xyz\0".chars().forEach(stub::u16);
        List<String> events = ParserScript.tcp()
                .orig(bind(little(), 1, SVCCTL))
                .resp(ack)
                .orig(request(little(), 2, 16, stub.u32(1).done()))
                .resp(response(little(), 2, little().bytes(handle(3)).u32(0).done()))
                .runEveryWay(parser)
                .events();

        assertThat(events).last().asString().contains("operation=OpenServiceW", "service_name=Xyz");
    }

    @Test
    void shouldReadArgumentsInBigEndianOrder() {
        List<String> events = ParserScript.tcp()
                .orig(bind(big(), 1, SVCCTL))
                .orig(request(big(), 2, 16, big().bytes(handle(1)).text("Xyz").done()))
                .runEveryWay(parser)
                .events();

        assertThat(events).last().asString().contains("service_name=Xyz");
    }

    @Test
    void shouldSayWhichInterfaceIsAskedAndWhereItIs() {
        byte[] tower = little().u16(4)
                .u16(19)
                .u8(0x0D)
                .uuid(NETLOGON)
                .u16(1)
                .u16(2)
                .u16(0)
                .u16(19)
                .u8(0x0D)
                .uuid(RpcBytes.NDR)
                .u16(2)
                .u16(2)
                .u16(0)
                .u16(1)
                .u8(0x0B)
                .u16(2)
                .u16(0)
                .u16(1)
                .u8(0x07)
                .u16(2)
                .u8(0xC2, 0x04)
                .done();
        RpcBytes stub = little().u32(1)
                .bytes(new byte[16])
                .u32(2)
                .u32(tower.length)
                .u32(tower.length)
                .bytes(tower);
        RpcBytes answer = little().bytes(handle(0)).u32(1).u32(4).u32(0).u32(1).u32(3);
        answer.u32(tower.length).u32(tower.length).bytes(tower).align(4).u32(0);
        List<String> events = ParserScript.tcp()
                .orig(bind(little(), 1, EPMAPPER))
                .resp(bindAck(little(), 1, "135"))
                .orig(request(little(), 2, 3, stub.done()))
                .resp(response(little(), 2, answer.done()))
                .runEveryWay(parser)
                .events();

        assertThat(events).last().asString().contains("mapped_endpoint=netlogon", "mapped_port=49668");
    }

    @Test
    void shouldSayWhenArgumentsAreSealed() {
        byte[] auth = little().u8(10, 6, 0, 0).u32(0).bytes(new byte[16]).done(); // trailer and signature
        byte[] stub = little().bytes(handle(1)).text("Secret").done();
        List<String> events = ParserScript.tcp()
                .orig(bind(little(), 1, SVCCTL))
                .orig(little().u32(stub.length).u16(0).u16(16).bytes(stub).pdu(0, RpcBytes.WHOLE, 2, auth))
                .runEveryWay(parser)
                .events();

        assertThat(events)
                .last()
                .asString()
                .contains("sealed=T", "auth_type=ntlm", "auth_level=privacy", "request_bytes=" + stub.length)
                .doesNotContain("service_name");
    }
}
