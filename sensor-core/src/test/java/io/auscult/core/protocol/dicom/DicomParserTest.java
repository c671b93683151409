package io.auscult.core.protocol.dicom;

import static io.auscult.core.protocol.dicom.DicomBytes.CT;
import static io.auscult.core.protocol.dicom.DicomBytes.DATA;
import static io.auscult.core.protocol.dicom.DicomBytes.EXPLICIT;
import static io.auscult.core.protocol.dicom.DicomBytes.FIND;
import static io.auscult.core.protocol.dicom.DicomBytes.IMPLICIT;
import static io.auscult.core.protocol.dicom.DicomBytes.MOVE;
import static io.auscult.core.protocol.dicom.DicomBytes.NO_DATA;
import static io.auscult.core.protocol.dicom.DicomBytes.VERIFICATION;
import static io.auscult.core.protocol.dicom.DicomBytes.answer;
import static io.auscult.core.protocol.dicom.DicomBytes.associate;
import static io.auscult.core.protocol.dicom.DicomBytes.command;
import static io.auscult.core.protocol.dicom.DicomBytes.data;
import static io.auscult.core.protocol.dicom.DicomBytes.identity;
import static io.auscult.core.protocol.dicom.DicomBytes.item;
import static io.auscult.core.protocol.dicom.DicomBytes.offer;
import static io.auscult.core.protocol.dicom.DicomBytes.releaseReply;
import static io.auscult.core.protocol.dicom.DicomBytes.releaseRequest;
import static io.auscult.core.protocol.dicom.DicomBytes.unit;
import static io.auscult.core.protocol.dicom.DicomBytes.user;
import static io.auscult.core.protocol.dicom.DicomBytes.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DicomParserTest {
    private static final String SECRET = "s3cret-pass";

    private final DicomParser parser = new DicomParser();

    private static byte[] request(byte[]... items) {
        return associate(1, "ARCHIVE", "MODALITY", items);
    }

    private static byte[] accept(byte[]... items) {
        return associate(2, "ARCHIVE", "MODALITY", items);
    }

    private static byte[] echo(int id) {
        return data(1, 3, command(VERIFICATION, 0x100, 0x30, 0x110, id, 0x800, NO_DATA));
    }

    private static byte[] echoed(int id, int status) {
        return data(1, 3, command(VERIFICATION, 0x100, 0x8030, 0x120, id, 0x800, NO_DATA, 0x900, status));
    }

    private static byte[] store(int id) {
        return data(3, 3, command(CT, 0x100, 0x01, 0x110, id, 0x800, DATA));
    }

    private static byte[] stored(int id, int status) {
        return data(3, 3, command(CT, 0x100, 0x8001, 0x120, id, 0x800, NO_DATA, 0x900, status));
    }

    private ParserScript opened() {
        return ParserScript.tcp()
                .orig(request(offer(1, VERIFICATION, IMPLICIT), offer(3, CT, EXPLICIT), user()))
                .resp(accept(answer(1, 0, IMPLICIT), answer(3, 0, EXPLICIT), user()));
    }

    @Test
    void shouldTellWhoAskedWhomForWhatWhereverItIsCut() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(request(
                        offer(1, VERIFICATION, IMPLICIT, EXPLICIT),
                        offer(3, CT, EXPLICIT),
                        offer(5, "1.9.9", "1.9.8"),
                        user()))
                .resp(accept(answer(1, 0, IMPLICIT), answer(3, 4, ""), answer(5, 3, ""), user()))
                .orig(echo(7))
                .resp(echoed(7, 0))
                .orig(releaseRequest())
                .resp(releaseReply())
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "dicom@3 calling_ae=MODALITY called_ae=ARCHIVE operation=C-ECHO message_id=7 is_orig=T"
                                + " sop_class=Verification SOP Class sop_class_uid=1.2.840.10008.1.1"
                                + " transfer_syntax=Implicit VR Little Endian outcome=success status=0 status_name=Success"
                                + " request_bytes=0 response_bytes=0 duration=1ms",
                        "dicom_association@1 calling_ae=MODALITY called_ae=ARCHIVE"
                                + " application_context=DICOM Application Context Name contexts=3 accepted_contexts=1"
                                + " abstract_syntaxes=[Verification SOP Class, CT Image Storage, 1.9.9]"
                                + " abstract_syntax_uids=[1.2.840.10008.1.1, 1.2.840.10008.5.1.4.1.1.2, 1.9.9]"
                                + " context_results=[accepted, transfer-syntaxes-not-supported, abstract-syntax-not-supported]"
                                + " transfer_syntaxes=[Implicit VR Little Endian, , ]"
                                + " proposed_transfer_syntaxes=[Implicit VR Little Endian, Explicit VR Little Endian, 1.9.8]"
                                + " calling_implementation_uid=1.2.3.4 calling_implementation_version=TEST_1"
                                + " called_implementation_uid=1.2.3.4 called_implementation_version=TEST_1"
                                + " calling_max_pdu=16384 called_max_pdu=16384 result=accepted ended=released operations=1"
                                + " orig_data_bytes=0 resp_data_bytes=0 duration=5ms");
    }

    @Test
    void shouldCountADataSetOfManyValuesAndNeverShowIt() {
        byte[] picture = "DOE^JANE".repeat(500).getBytes(StandardCharsets.US_ASCII);
        ParserScript.Outcome outcome = opened().orig(store(1))
                .orig(data(3, 0, picture))
                .orig(unit(
                        4,
                        new Bytes()
                                .bytes(value(3, 0, picture))
                                .bytes(value(3, 2, new byte[10]))
                                .done()))
                .resp(stored(1, 0xB007))
                .orig(releaseRequest())
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(2);
        assertThat(outcome.events().get(0))
                .contains(
                        "operation=C-STORE",
                        "sop_class=CT Image Storage",
                        "outcome=warning",
                        "status_name=Warning: data set does not match SOP class",
                        "request_bytes=8010 response_bytes=0 duration=3ms");
        assertThat(outcome.events().get(1)).contains("ended=released", "orig_data_bytes=8010", "operations=1");
        assertThat(outcome.events().toString()).doesNotContain("DOE", "JANE");
    }

    @Test
    void shouldCountMatchesUntilTheLastAnswer() {
        byte[] match = data(1, 3, command(FIND, 0x100, 0x8020, 0x120, 4, 0x800, DATA, 0x900, 0xFF00));
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(request(offer(1, FIND, IMPLICIT)))
                .resp(accept(answer(1, 0, IMPLICIT)))
                .orig(data(1, 3, command(FIND, 0x100, 0x20, 0x110, 4, 0x800, DATA)))
                .orig(data(1, 2, new byte[30]))
                .resp(match)
                .resp(data(1, 2, new byte[100]))
                .orig(data(1, 3, command(FIND, 0x100, 0x0FFF, 0x120, 4, 0x800, NO_DATA)))
                .resp(match)
                .resp(data(1, 2, new byte[50]))
                .resp(data(1, 3, command(FIND, 0x100, 0x8020, 0x120, 4, 0x800, NO_DATA, 0x900, 0xFE00)))
                .runEveryWay(parser);
        assertThat(outcome.events().get(0))
                .contains(
                        "operation=C-FIND",
                        "outcome=cancelled status=65024 status_name=Cancel: terminated by request request_bytes=30"
                                + " response_bytes=150 matches=2 cancelled=T duration=7ms");
    }

    @Test
    void shouldTellWhereObjectsAreMovedAndHowManyCame() {
        Bytes set = new Bytes();
        DicomBytes.element(set, 0x0002, DicomBytes.padEven(MOVE));
        DicomBytes.element(set, 0x0100, new byte[] {0x21, 0});
        DicomBytes.element(set, 0x0110, new byte[] {9, 0});
        DicomBytes.element(set, 0x0600, DicomBytes.padEven("ELSEWHERE "));
        DicomBytes.element(set, 0x0800, new byte[] {1, 0});
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(request(offer(1, MOVE, IMPLICIT)))
                .resp(accept(answer(1, 0, IMPLICIT)))
                .orig(data(1, 3, DicomBytes.withLength(set.done())))
                .orig(data(1, 2, new byte[20]))
                .resp(data(
                        1,
                        3,
                        command(MOVE, 0x100, 0x8021, 0x120, 9, 0x800, NO_DATA, 0x900, 0xFF00, 0x1020, 4, 0x1021, 1)))
                .resp(data(
                        1,
                        3,
                        command(
                                MOVE, 0x100, 0x8021, 0x120, 9, 0x800, DATA, 0x900, 0xB000, 0x1021, 3, 0x1022, 2, 0x1023,
                                1)))
                .resp(data(1, 2, new byte[60]))
                .runEveryWay(parser);
        assertThat(outcome.events().get(0))
                .contains(
                        "operation=C-MOVE message_id=9",
                        "move_destination=ELSEWHERE outcome=warning status=45056",
                        "request_bytes=20 response_bytes=60 completed=3 warnings=1 failures=2 remaining=4 duration=4ms");
    }

    @Test
    void shouldReadWhatTheResponderAsksFor() {
        ParserScript.Outcome outcome = opened().resp(store(1))
                .resp(data(3, 2, new byte[40]))
                .orig(stored(1, 0xA700))
                .runEveryWay(parser);
        assertThat(outcome.events().get(0))
                .contains("is_orig=F", "outcome=failure", "status_name=Refused: out of resources", "request_bytes=40");
        assertThat(outcome.events().get(1)).contains("resp_data_bytes=40");
    }

    @Test
    void shouldSayWhyAnAssociationWasRejected() {
        assertThat(ParserScript.tcp()
                        .orig(request(offer(1, VERIFICATION, IMPLICIT)))
                        .resp(unit(3, new byte[] {0, 1, 1, 3}))
                        .runEveryWay(parser)
                        .events())
                .singleElement()
                .asString()
                .contains(
                        "context_results=[unanswered]",
                        "result=rejected-permanent source=service-user reason=calling-ae-title-not-recognized");
        assertThat(ParserScript.tcp()
                        .orig(request())
                        .resp(unit(3, new byte[] {0, 2, 3, 1}))
                        .runEveryWay(parser)
                        .events())
                .singleElement()
                .asString()
                .contains("result=rejected-transient source=presentation-provider reason=temporary-congestion");
    }

    @Test
    void shouldWriteWhatIsOpenWhenTheAssociationIsAborted() {
        ParserScript.Outcome outcome =
                opened().orig(echo(1)).resp(unit(7, new byte[] {0, 0, 2, 2})).runEveryWay(parser);
        assertThat(outcome.events()).hasSize(2);
        assertThat(outcome.events().get(0)).contains("operation=C-ECHO").doesNotContain("outcome", "duration");
        assertThat(outcome.events().get(1))
                .contains("result=accepted ended=aborted source=service-provider reason=unexpected-pdu operations=1");
    }

    @Test
    void shouldNameTheUserAndNeverThePasscode() {
        ParserScript.Outcome accepted = ParserScript.tcp()
                .orig(request(offer(1, VERIFICATION, IMPLICIT), user(identity(2, "radiologist", SECRET))))
                .resp(accept(answer(1, 0, IMPLICIT), user()))
                .runEveryWay(parser);
        assertThat(accepted.events()).hasSize(2);
        assertThat(accepted.events().get(0))
                .isEqualTo("identity@2 user=radiologist kind=person client_name=MODALITY service=ARCHIVE protocol=dicom"
                        + " mechanism=passcode outcome=success cleartext=T");
        assertThat(accepted.events().get(1)).contains("user_identity_type=passcode user=radiologist");
        assertThat(accepted.events().toString()).doesNotContain(SECRET);

        ParserScript.Outcome refused = ParserScript.tcp()
                .orig(request(user(identity(4, SECRET, ""))))
                .resp(unit(3, new byte[] {0, 1, 1, 1}))
                .runEveryWay(parser);
        assertThat(refused.events().get(0))
                .contains("mechanism=saml outcome=failure reason=no-reason-given cleartext=F")
                .doesNotContain(SECRET);
        assertThat(refused.events().get(1)).contains("user_identity_type=saml").doesNotContain(SECRET);

        ParserScript.Outcome unanswered =
                ParserScript.tcp().orig(request(user(identity(1, "nurse", "")))).runEveryWay(parser);
        assertThat(unanswered.events().get(0)).contains("user=nurse", "mechanism=username outcome=unknown");
        assertThat(unanswered.events().get(1)).contains("result=unanswered");
    }

    @Test
    void shouldJudgeOnTheRequestOfAOneWayMirror() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(request(offer(3, CT, EXPLICIT), user()))
                .orig(store(1))
                .orig(data(3, 2, new byte[40]))
                .orig(store(2))
                .orig(data(3, 2, new byte[41]))
                .orig(releaseRequest())
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(3);
        assertThat(outcome.events().get(0))
                .contains("message_id=1", "request_bytes=40")
                .doesNotContain("outcome");
        assertThat(outcome.events().get(1)).contains("message_id=2", "request_bytes=41");
        assertThat(outcome.events().get(2)).contains("result=unanswered ended=released operations=2");
    }

    @Test
    void shouldReadAnswersAlone() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .resp(accept(answer(3, 0, EXPLICIT)))
                .resp(stored(5, 0))
                .resp(releaseReply())
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(2);
        assertThat(outcome.events().get(0))
                .contains(
                        "calling_ae=MODALITY called_ae=ARCHIVE operation=C-STORE message_id=5 is_orig=T",
                        "outcome=success");
        assertThat(outcome.events().get(1)).contains("result=accepted ended=released operations=0");
    }

    @Test
    void shouldGoOnAfterAGapInADataSet() {
        ParserScript.Outcome outcome = opened().orig(store(1))
                .orig(cut(data(3, 2, new byte[1000]), 400))
                .gap(Direction.ORIG, 500)
                .orig(new byte[112])
                .resp(stored(1, 0))
                .orig(echo(2))
                .resp(echoed(2, 0))
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(3);
        assertThat(outcome.events().get(0)).contains("request_bytes=1000", "missed_bytes=500", "outcome=success");
        assertThat(outcome.events().get(1)).contains("operation=C-ECHO message_id=2", "outcome=success");
    }

    private static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    @Test
    void shouldFindTheNextUnitAfterAGapThatSwallowsSeveral() {
        ParserScript.Outcome outcome = opened().orig(cut(store(1), 30))
                .gap(5000)
                .orig(new byte[70])
                .orig(new Bytes().u8(4, 4, 0, 5, 4, 0, 0, 0).done())
                .orig(echo(2))
                .resp(echoed(2, 0))
                .orig(releaseRequest())
                .resp(releaseReply())
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(2);
        assertThat(outcome.events().get(0)).contains("operation=C-ECHO message_id=2", "outcome=success");
        assertThat(outcome.events().get(1)).contains("ended=released operations=1");
    }

    @Test
    void shouldReadAConnectionThatIsAlreadyOpen() {
        ParserScript.Outcome outcome =
                ParserScript.tcp().orig(echo(3)).resp(echoed(3, 0)).runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .singleElement()
                .asString()
                .contains(
                        "operation=C-ECHO message_id=3 is_orig=T sop_class=Verification SOP Class", "outcome=success");
    }

    @Test
    void shouldPassOverACommandSetOverTheLimit() {
        byte[] large = DicomBytes.withLength(new byte[DicomParser.MAX_COMMAND]);
        ParserScript.Outcome outcome = opened().orig(data(1, 3, large))
                .orig(echo(2))
                .resp(echoed(2, 0))
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(2);
        assertThat(outcome.events().get(0)).contains("message_id=2");
    }

    @Test
    void shouldWriteTheOldestOfTooManyUnanswered() {
        ParserScript script = opened();
        for (int i = 0; i <= Operations.MAX_OPEN; i++) {
            script.orig(echo(i));
        }
        ParserScript.Outcome outcome = script.runEveryWay(parser);
        assertThat(outcome.events()).hasSize(Operations.MAX_OPEN + 2);
        assertThat(outcome.events().get(0)).startsWith("dicom@3").contains("message_id=0 ");
        assertThat(outcome.events().get(Operations.MAX_OPEN)).contains("message_id=" + Operations.MAX_OPEN + " ");
    }

    @Test
    void shouldStopAtBytesThatAreNoUnit() {
        ParserScript.Outcome outcome =
                opened().orig("GET / HTTP/1.1\r\n\r\n").orig(echo(1)).runEveryWay(parser);
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events()).hasSize(2);
        assertThat(outcome.events().get(0)).contains("protocol_violation");
        assertThat(outcome.events().get(1)).contains("result=accepted");
    }

    @Test
    void shouldSurviveItemsThatLie() {
        byte[] lies = unit(
                1,
                new Bytes()
                        .u16(1, 0)
                        .text("A               B               ")
                        .bytes(new byte[32])
                        .bytes(item(
                                0x20,
                                new Bytes()
                                        .u8(1, 0, 0, 0, 0x30, 0)
                                        .u16(900)
                                        .text("1.2")
                                        .done()))
                        .bytes(item(
                                0x50,
                                new Bytes()
                                        .u8(0x58, 0)
                                        .u16(8)
                                        .u8(2, 0)
                                        .u16(900)
                                        .text("abcd")
                                        .done()))
                        .done());
        assertThat(ParserScript.tcp().orig(lies).runEveryWay(parser).events())
                .last()
                .asString()
                .contains("contexts=1 accepted_contexts=0 abstract_syntaxes=[]", "user_identity_type=passcode")
                .doesNotContain("abcd");
    }

    @Test
    void shouldRecogniseByContentAlone() {
        assertThat(probe(request(offer(1, CT, EXPLICIT)))).isEqualTo(Verdict.YES);
        assertThat(probe(accept())).isEqualTo(Verdict.YES);
        assertThat(probe(unit(3, new byte[] {0, 1, 1, 7}))).isEqualTo(Verdict.YES);
        assertThat(probe(echo(1))).isEqualTo(Verdict.YES);
        assertThat(probe(cut(echo(1), 15))).isEqualTo(Verdict.UNSURE);
        assertThat(probe(data(1, 2, new byte[50]))).isEqualTo(Verdict.NO);
        assertThat(probe(Bytes.hex("0100 00000100 0001 0000 0102030405060708"))).isEqualTo(Verdict.NO);
        assertThat(probe(Bytes.hex("04 01 00 50 7f000001 00"))).isEqualTo(Verdict.NO);
        assertThat(probe("SSH-2.0".getBytes(StandardCharsets.US_ASCII))).isEqualTo(Verdict.NO);
    }

    private static Verdict probe(byte[] bytes) {
        return DicomProbe.probe(
                new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId()));
    }
}
