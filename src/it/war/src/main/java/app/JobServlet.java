package app;

import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

@WebServlet("/job")
public class JobServlet extends HttpServlet {

    private static final RunPodLogger logger = new RunPodLogger();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        try (var scope = RequestScope.open(request.getParameter("id")).summary("Job")) {
            logger.info("Handled by {}", request.getContextPath());
        }
    }
}
