package io.auscult.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnswersTest {
    @Test
    void shouldAnswerAsTheExpressionDoesHoweverOftenAsked() {
        RegexTest test = RegexTest.of("^[a-c]+x?$", 0);
        Pattern plain = Pattern.compile("^[a-c]+x?$");
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(5); length > 0; length--) {
                text.append("abcxd".charAt(random.nextInt(5)));
            }
            byte[] bytes = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
            assertThat(test.passes(bytes, 2, bytes.length - 4))
                    .as(text.toString())
                    .isEqualTo(plain.matcher(text).find());
        }
    }

    @Test
    void shouldNotKeepLongTexts() {
        Answers answers = new Answers();
        byte[] text = new byte[Answers.LONGEST + 1];
        answers.keep(text, 0, text.length, true);
        assertThat(answers.of(text, 0, text.length)).isEqualTo(Answers.UNKNOWN);
        assertThat(answers.of(text, 0, Answers.LONGEST)).isEqualTo(Answers.UNKNOWN);
        answers.keep(text, 0, Answers.LONGEST, true);
        assertThat(answers.of(text, 1, Answers.LONGEST)).isEqualTo(Answers.YES);
    }
}
