package io.foldline.model.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates that fail say where and why. */
class TemplateFaultTest {
    private static void render(String template) {
        Template.parse(template, Template.Dialect.CHAT).render(Map.of(), LocalDateTime.MIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a\\n{% nosuch %};2;the tag 'nosuch' is not expected here",
                "a\\n\\n{{ 1 | nosuch }};3;No filter named 'nosuch'.",
                "{{ 1 is nosuch }};1;No test named 'nosuch'.",
                "\\n{% if true %}\\n{% for x in y %}\\n{% endfor %};2;the block that begins here does not end",
                "{{ 1 +\\n }};2;expected an expression, found '}}'",
                "{{ 'a\\n }};1;unexpected char",
                "{{\\n'a' }}\\n{{ raise_exception('no ' ~ 1) }};3;no 1",
                "{% for i in [1] %}\\n{{ x.y }}\\n{% endfor %};2;'x' is undefined",
                "{% macro m() %}\\n{{ 1 + 'a' }}{% endmacro %}\\n{{ m() }};2;unsupported operand type(s) for +: 'int' and 'str'",
                "{{ strftime_now('%Q') }};1;%Q is not supported",
                "{{ 'a' * 1000000000 }};1;repeated too often",
                "{{ [1].append(2) }};1;access to attribute 'append' of 'list' object is unsafe",
                "{# never;1;Missing end of comment tag"
            })
    void namesLineAndReason(String template, int line, String why) {
        assertThatThrownBy(() -> render(template.replace("\\n", "\n")))
                .isInstanceOfSatisfying(
                        JinjaException.class, e -> assertThat(e.line()).isEqualTo(line))
                .hasMessageContaining(why);
    }

    @Test
    void endlessRecursionEnds() {
        assertThatThrownBy(() -> render("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining("too deeply");
        assertThatThrownBy(() -> render("{{ " + "(".repeat(100_000) + ")".repeat(100_000) + " }}"))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining("too deeply");
    }
}
