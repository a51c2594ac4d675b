func main() { /* c */ p := "8080"; http.Server{Addr: ":" + p}; app.listen(0.0.0.0, p) }
