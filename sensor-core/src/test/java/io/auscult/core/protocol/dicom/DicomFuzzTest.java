package io.auscult.core.protocol.dicom;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class DicomFuzzTest {
    private final DicomParser parser = new DicomParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 11112).runEveryWay(parser);
        FuzzScript.probe(data, false, DicomProbe::probe);
    }
}
