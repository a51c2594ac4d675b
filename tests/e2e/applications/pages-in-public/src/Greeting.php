<?php

class Greeting
{
    public function text(): string
    {
        return "greeting from public";
    }
}
