package io.lianbo.examples.livestore;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** One sentence about whatever went wrong, and never what lies behind it. */
@Controller
class ErrorController implements org.springframework.boot.webmvc.error.ErrorController {
    private static final Set<Integer> EXPLAINED = Set.of(400, 401, 403, 404);

    private final MessageSource messages;

    ErrorController(MessageSource messages) {
        this.messages = messages;
    }

    @RequestMapping("${server.error.path:/error}")
    Object error(HttpServletRequest request, Locale locale) {
        // whoever asks for this page itself finds that nothing is here
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        int explained = EXPLAINED.contains(status) ? status : status < 500 ? 400 : 500;
        String sentence = messages.getMessage("error." + explained, null, locale);
        if (Pages.wantsJson(request)) {
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(new Pages.Refusal(List.of(new Pages.Refusal.Told("HTTP_" + status, sentence))));
        }
        ModelAndView page = new ModelAndView("error", Map.of("sentence", sentence));
        page.setStatus(HttpStatus.valueOf(status));
        return page;
    }
}
