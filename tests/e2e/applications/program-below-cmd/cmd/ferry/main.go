package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(answer http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(answer, "crossings by Go")
	})
	log.Fatal(http.ListenAndServe(":9000", nil))
}
