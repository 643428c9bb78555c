pub mod city;
pub mod space;
