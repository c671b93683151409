package io.auscult.core.protocol.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Hl7ParserTest {
    private static final String PATIENT =
            "PID|1||4711^^^WARD||DOE^JANE||19700101|F|||1 ELM ST\rPV1|1|I|W3^12\rOBX|1|TX|NOTE||MSA|AE|JANE DOE\r";

    private static final int FRAME = 3; // bytes around a message

    private final Hl7Parser parser = new Hl7Parser();

    private static String framed(String message) {
        return "\u000b" + message + "\u001c\r";
    }

    private static String header(String sender, String type, String id) {
        return "MSH|^~\\&|" + sender + "|HOSPITAL|ENGINE|WARD|20260101120000||" + type + "|" + id
                + "|P|2.5|||||NLD|8859/1\r";
    }

    private static String admission(String id) {
        return framed(header("ADT1", "ADT^A01^ADT_A01", id) + PATIENT);
    }

    private static String ack(String code, String id) {
        return framed(header("ENGINE", "ACK", "R" + id) + "MSA|" + code + "|" + id + "|JANE DOE is unknown\r");
    }

    @Test
    void shouldTellWhoSentWhatToWhomAndNothingOfThePatient() {
        int sent = admission("7").length() - FRAME;
        int answered = ack("AA", "7").length() - FRAME;
        ParserScript.Outcome outcome =
                ParserScript.tcp().orig(admission("7")).resp(ack("AA", "7")).runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "hl7@1 sending_application=ADT1 sending_facility=HOSPITAL receiving_application=ENGINE"
                                + " receiving_facility=WARD message_type=ADT trigger_event=A01 message_structure=ADT_A01"
                                + " control_id=7 processing_id=P version=2.5 character_set=8859/1 is_orig=T segments=4"
                                + " message_bytes=" + sent
                                + " outcome=accepted ack_code=AA response_type=ACK response_bytes="
                                + answered + " duration=1ms",
                        "hl7_connection@1 orig_messages=1 resp_messages=0 accepted=1 errors=0 rejected=0 unanswered=0"
                                + " orig_message_bytes=" + sent + " resp_message_bytes=" + answered);
        assertThat(outcome.events().toString()).doesNotContain("DOE", "JANE", "4711", "ELM", "W3");
    }

    @Test
    void shouldMatchAcknowledgementsByControlIdWhateverTheirOrder() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(admission("1") + admission("2"))
                .resp(ack("AR", "2"))
                .resp(framed(header("ENGINE", "ACK", "x") + "MSA|AE|1\rERR||PID^1|207^Application error|E\r"))
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(3);
        assertThat(outcome.events().get(0)).contains("control_id=2 ", "outcome=rejected ack_code=AR");
        assertThat(outcome.events().get(1)).contains("control_id=1 ", "outcome=error ack_code=AE error_code=207");
        assertThat(outcome.events().get(2)).contains("orig_messages=2", "errors=1 rejected=1 unanswered=0");
    }

    @Test
    void shouldReadErrorCodesOfOlderVersionsToo() {
        assertThat(ParserScript.tcp()
                        .orig(admission("1"))
                        .resp(framed(header("ENGINE", "ACK", "x") + "MSA|AE|1||||101^required\r"))
                        .orig(admission("2"))
                        .resp(framed(header("ENGINE", "ACK", "x") + "MSA|AE|2\rERR|PID^1^5^103&data type&x\r"))
                        .runEveryWay(parser)
                        .events())
                .anyMatch(event -> event.contains("control_id=1 ") && event.contains("error_code=101"))
                .anyMatch(event -> event.contains("control_id=2 ") && event.contains("error_code=103"));
    }

    @Test
    void shouldTakeAnAnswerWithDataForTheAcknowledgement() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(framed(header("WARD", "QBP^Q22", "9") + "QPD|x|y|@PID.3.1^4711\r"))
                .resp(framed(header("MPI", "RSP^K22", "10") + "MSA|AA|9\rQAK|y|OK\r" + PATIENT))
                .runEveryWay(parser);
        assertThat(outcome.events().get(0)).contains("message_type=QBP", "response_type=RSP", "outcome=accepted");
        assertThat(outcome.events().toString()).doesNotContain("4711");
    }

    @Test
    void shouldHonourOtherSeparatorsAndEscapes() {
        String message = "MSH#*~!@#LAB!T!1*1.2.3*ISO#*1.9*ISO###20260101##ORU*R01~X*Y#id!F!5#T#2.3\rPID#1\r";
        assertThat(ParserScript.tcp()
                        .orig(framed(message))
                        .runEveryWay(parser)
                        .events()
                        .get(0))
                .isEqualTo("hl7@1 sending_application=LAB@1 sending_facility=1.9 message_type=ORU trigger_event=R01"
                        + " control_id=id#5 processing_id=T version=2.3 is_orig=T segments=2 message_bytes="
                        + message.length());
    }

    @Test
    void shouldSayThatNobodyAnswered() {
        ParserScript script = ParserScript.tcp();
        for (int i = 0; i <= Hl7Parser.MAX_PENDING; i++) {
            script.orig(admission(Integer.toString(i)));
        }
        ParserScript.Outcome outcome = script.runEveryWay(parser);
        assertThat(outcome.events()).hasSize(Hl7Parser.MAX_PENDING + 2);
        assertThat(outcome.events().get(0)).startsWith("hl7@1").doesNotContain("outcome", "response");
        assertThat(outcome.events()).last().asString().contains("unanswered=17");
    }

    @Test
    void shouldTellAcknowledgementsAlone() {
        assertThat(ParserScript.tcp()
                        .resp(ack("CA", "33"))
                        .runEveryWay(parser)
                        .events()
                        .get(0))
                .contains("message_type=ACK", "is_orig=F", "outcome=accepted ack_code=CA ack_control_id=33");
    }

    @Test
    void shouldReadABatchInOneFrame() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(framed("FHS|^~\\&|X\rBHS|^~\\&|X\r" + header("LAB", "ORU^R01", "1") + PATIENT
                        + header("LAB", "ORU^R01", "2") + PATIENT + "BTS|2\rFTS|1\r"))
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(3);
        assertThat(outcome.events().get(0)).contains("control_id=1 ", "segments=4");
        assertThat(outcome.events().get(1)).contains("control_id=2 ", "segments=6");
    }

    @Test
    void shouldEndAMessageWhoseFrameHasNoEnd() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig("\u000b" + header("LAB", "ORU^R01", "1") + PATIENT)
                .orig(admission("2"))
                .runEveryWay(parser);
        assertThat(outcome.events().get(0)).contains("control_id=1 ");
        assertThat(outcome.events().get(1)).contains("control_id=2 ");
    }

    @Test
    void shouldCountWhatIsMissingAndGoOn() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig("\u000b" + header("LAB", "ORU^R01", "1") + "OBX|1|ED|AAAA")
                .gap(100_000)
                .orig("BBBB|MSA|AE\r\u001c\r" + admission("2"))
                .resp(ack("AA", "1") + ack("AA", "2"))
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(3);
        assertThat(outcome.events().get(0)).contains("control_id=1 ", "missed_bytes=100000", "outcome=accepted");
        assertThat(outcome.events().get(1))
                .contains("control_id=2 ", "outcome=accepted")
                .doesNotContain("missed");
    }

    @Test
    void shouldNameBytesOutsideFramesOnceAndReadTheNext() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(admission("1"))
                .orig("what is this?")
                .orig(framed("NOT HL7"))
                .orig(framed("\u0006"))
                .orig(admission("2"))
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(4);
        assertThat(outcome.events().get(0)).contains("protocol_violation");
        assertThat(outcome.events().get(2)).contains("control_id=2 ");
    }

    @Test
    void shouldBoundEveryName() {
        String huge = "X".repeat(100_000);
        assertThat(ParserScript.tcp()
                        .orig(framed(
                                "MSH|^~\\&|" + huge + "|" + huge + "|||||" + huge + "|" + huge + "|P|2.5\r" + huge))
                        .run(parser)
                        .get(0)
                        .length())
                .isLessThan(1000);
    }

    @Test
    void shouldRecogniseByFrameAndHeader() {
        assertThat(probe("\u000bMSH|")).isEqualTo(Verdict.YES);
        assertThat(probe("\u000bFHS^")).isEqualTo(Verdict.YES);
        assertThat(probe("\u000bMS")).isEqualTo(Verdict.UNSURE);
        assertThat(probe("\u000b")).isEqualTo(Verdict.UNSURE);
        assertThat(probe("MSH|^~\\&|")).isEqualTo(Verdict.NO);
        assertThat(probe("\u000bMSHA")).isEqualTo(Verdict.NO);
        assertThat(probe("\u000bXYZ|")).isEqualTo(Verdict.NO);
    }

    private static Verdict probe(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Hl7Probe.probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId()));
    }
}
